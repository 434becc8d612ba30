// What the README tells to put into continuous integration, taken from the README and run: the script, the action, and
// the comparison of repeated profiles, on a live service.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { startService } from '../harness/goService';
import { inRepo } from '../harness/paths';
import { runTool } from '../harness/runTool';
import { type Bench, prepareBench } from './runCase';

const { load } = createRequire(import.meta.url)('js-yaml') as { load: (text: string) => unknown };

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; default?: string } | undefined>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly uses?: string;
      readonly run?: string;
      readonly shell?: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

const readme = fs.readFileSync(inRepo('README.md'), 'utf8');
const section = readme.slice(readme.indexOf('### In continuous integration'), readme.indexOf('## Kubernetes'));

function blocks(language: string): readonly string[] {
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text);
}

describe('the recipes of the README', () => {
  let bench: Bench;
  before(async function () {
    this.timeout(180_000);
    bench = await prepareBench();
    const bin = path.join(bench.scratch.path, 'bin');
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, 'heatline'), `#!/bin/sh\nexec '${process.execPath}' '${bench.cli}' "$@"\n`, {
      mode: 0o755,
    });
  });
  after(() => bench.scratch.remove());

  let port = 20_000 + (process.pid % 20_000);
  const folder = (name: string): string => fs.mkdtempSync(path.join(bench.scratch.path, `${name}-`));
  const bash = (script: string, cwd: string, env: Readonly<Record<string, string>>) => {
    const PATH = `${path.join(bench.scratch.path, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
    return runTool('bash', ['-c', script], { cwd, env: { PATH, GITHUB_STEP_SUMMARY: 'heatline.md', ...env } });
  };
  const serviceOn = (at: number, disease: string): string =>
    `${bench.service} -load -disease=${disease} -pprof=127.0.0.1:${at} -for=1m`;

  /** The script as it stands, with a service that is sick or not, or that serves no profiles at the target. */
  async function script(
    service: string,
    target: number,
    wait: string,
  ): Promise<{ code: number | null; output: string; cwd: string }> {
    const cwd = folder('script');
    const [text] = blocks('sh');
    const env = { SERVICE: service, TARGET: `127.0.0.1:${target}`, WAIT: wait, WARM_UP: '3', MEASURE: '4' };
    return { ...(await bash(text, cwd, env)), cwd };
  }

  it('passes a healthy service and keeps its profiles', async () => {
    const at = port++;
    const { code, output, cwd } = await script(serviceOn(at, 'none'), at, '30s');
    assert.equal(code, 0, output);
    for (const file of ['heatline.sarif', 'heatline.xml', 'heatline.md'])
      assert.ok(fs.existsSync(path.join(cwd, file)), file);
    assert.ok(fs.readdirSync(path.join(cwd, 'profiles')).length > 0);
  });

  it('fails a sick one', async () => {
    const at = port++;
    const { code, output, cwd } = await script(serviceOn(at, 'waitgroup'), at, '30s');
    assert.equal(code, 1, output);
    assert.match(fs.readFileSync(path.join(cwd, 'heatline.sarif'), 'utf8'), /"ruleId": "waitgroup-never-zero"/);
  });

  it('says that nobody answers', async () => {
    const at = port++;
    const { code, output } = await script(serviceOn(at, 'none'), port++, '1s');
    assert.equal(code, 3, output);
    assert.match(output, /did not serve profiles within 1 s: Nothing listens on/);
  });

  it('holds as an action: what GitHub asks of one, and its step', async () => {
    const [text, job] = blocks('yaml');
    const { inputs, runs } = load(text) as Action;
    assert.equal(runs.using, 'composite');
    for (const [name, input] of Object.entries(inputs)) assert.ok(input?.description, name);
    for (const { uses, run, shell } of runs.steps) {
      assert.ok((uses !== undefined) !== (run !== undefined));
      assert.ok(run === undefined || shell !== undefined, 'a step of a composite action names its shell');
    }
    const { steps } = load(job) as { steps: readonly { uses: string; with?: Record<string, string> }[] };
    const own = steps.find(({ uses }) => uses === './.github/actions/heatline');
    for (const name of Object.keys(own?.with ?? {})) assert.ok(name in inputs, name);

    const at = port++;
    const values: Readonly<Record<string, string | undefined>> = {
      service: serviceOn(at, 'waitgroup'),
      target: `127.0.0.1:${at}`,
      heatline: bench.cli,
    };
    const step = runs.steps.find(({ run }) => run !== undefined);
    const env = Object.entries(step?.env ?? {}).map(([name, value]) => [
      name,
      value.replace(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, input: string) => values[input] ?? inputs[input]?.default ?? '',
      ),
    ]);
    assert.ok(!JSON.stringify(env).includes('${{'));
    // As GitHub runs `shell: bash`.
    const cwd = folder('action');
    const { code, output } = await bash(
      `set -eo pipefail\n${step?.run ?? ''}`,
      cwd,
      Object.fromEntries(env) as Record<string, string>,
    );
    assert.equal(code, 1, output);
    assert.match(fs.readFileSync(path.join(cwd, 'heatline.md'), 'utf8'), /waitgroup-never-zero/);
  });

  it('tell a slower service from a restless one', async () => {
    const cwd = folder('slower');
    const [, repeat] = blocks('sh');
    const [loop, compare] = repeat.trim().split('\n');
    assert.match(compare, /^heatline diff /);
    const take = async (disease: string, into: string): Promise<void> => {
      const service = await startService({
        binary: bench.service,
        diseases: [disease],
        forDuration: '1m',
        requestsPerSecond: 400,
      });
      try {
        const shorter = loop
          .replace('1 2 3 4 5', '1 2 3')
          .replace('--seconds 10', '--seconds 2')
          .replace('--out now', `--out ${into}`);
        const { code, output } = await bash(shorter, cwd, { TARGET: service.target });
        assert.equal(code, 0, output);
      } finally {
        await service.stop();
      }
    };
    await take('none', 'before');
    await take('none', 'now');
    const alike = await bash(compare, cwd, {});
    assert.equal(alike.code, 0, alike.output);
    fs.rmSync(path.join(cwd, 'now'), { recursive: true });
    await take('gc', 'now');
    const slower = await bash(compare, cwd, {});
    assert.equal(slower.code, 1, slower.output);
    assert.match(slower.output, /csvByStrings {2}← over the limit/);
  });
});
