// Stand-in for the native watchdog, which the npm package does not prebuild. Nothing is lost: the extension host also
// polls its parent's pid from JavaScript.
const process = require('node:process');

exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
