// `npm test`. In: tier names and --grep, or nothing for everything. Out: what runTiers prints, exit code 1 on a failure.
// Invariant: what cannot be understood is refused; no tier is left out without having been asked to.
import { parseArgs } from 'node:util';
import { exitWith, runTiers } from './run/runTiers';
import { tiers } from './run/tiers';

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { grep: { type: 'string' } } });
  const known = tiers.map((tier) => tier.name);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no tier ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  const { grep } = values;
  if (grep !== undefined) new RegExp(grep); // A wrong expression is the user's error, not that of every tier.
  const named = positionals.length > 0;
  const picked = tiers.filter(({ name, greppable }) =>
    named ? positionals.includes(name) : grep === undefined || greppable,
  );
  return runTiers(picked, grep);
}

exitWith(main(process.argv.slice(2)));
