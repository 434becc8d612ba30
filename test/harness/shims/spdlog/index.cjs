// Stand-in for the native @vscode/spdlog, which the npm package does not prebuild. In: VS Code's log calls.
// Out: lines in the log's file. Without it every log and every output channel stays empty.
const fs = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.raw = false; // Output channels ask for their text untouched, logs for a time and a level.
    fs.closeSync(fs.openSync(file, 'a'));
  }
  write(level, message) {
    if (level < this.level || !this.file) return;
    const local = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000);
    const at = local.toISOString().replace('T', ' ').replace('Z', '');
    fs.appendFileSync(this.file, this.raw ? message : `${at} [${names[level]}] ${message}\n`);
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.raw = false;
  }
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    this.file = undefined;
  }
}

async function create(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

exports.version = 11500;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = (_name, file) => create(file);
exports.createAsyncRotatingLogger = (_name, file) => create(file);
