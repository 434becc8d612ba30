// Values as text, the way `go tool pprof` writes them. In: a whole number in the unit of its sample type.
// Out: the number in another unit, as text or as a number. Invariant: for every value an int64 and a double
// both hold, the text equals pprof's, byte for byte (google/pprof internal/measurement).

import { fixed2, precision2 } from './unitsFormat';

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  /** How many of the family's base unit (byte, nanosecond, GCU) one of these is. */
  readonly factor: number;
}

interface UnitFamily {
  readonly units: readonly Unit[];
  /** Taken when the wanted unit belongs to another family, or no unit fits the value. */
  readonly fallback: Unit;
}

export interface Scaled {
  readonly value: number;
  /** '' where the unit says nothing, as for counts. */
  readonly unit: string;
}

const unit = (name: string, factor: number, ...aliases: readonly string[]): Unit => ({ name, factor, aliases });

const byte = unit('B', 1, 'b', 'byte');
const second = unit('s', 1e9, 's', 'sec', 'second');
const gcu = unit('GCU', 1, 'gcu');

const families: readonly UnitFamily[] = [
  {
    fallback: byte,
    units: [
      byte,
      unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
  },
  {
    fallback: second,
    units: [
      unit('ns', 1, 'ns', 'nanosecond'),
      // pprof also lists 'μs', but cuts the 's' off before it looks, because that is three bytes long.
      unit('us', 1e3, 'us', 'microsecond'),
      unit('ms', 1e6, 'ms', 'millisecond'),
      second,
      unit('hrs', 3600e9, 'hour', 'hr'),
    ],
  },
  {
    fallback: gcu,
    units: [
      unit('n*GCU', 1e-9, 'nanogcu'),
      unit('u*GCU', 1e-6, 'microgcu'),
      unit('m*GCU', 1e-3, 'milligcu'),
      gcu,
      unit('k*GCU', 1e3, 'kilogcu'),
      unit('M*GCU', 1e6, 'megagcu'),
      unit('G*GCU', 1e9, 'gigagcu'),
      unit('T*GCU', 1e12, 'teragcu'),
      unit('P*GCU', 1e15, 'petagcu'),
    ],
  },
];

const silentUnits = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);
const mostNegative = -(2 ** 63);

/**
 * `value` in another unit.
 *
 * @param value in `fromUnit`, a whole number
 * @param fromUnit any alias pprof knows (`ns`, `nanoseconds`, `kB`, …) or a unit of its own (`count`)
 * @param toUnit an alias, or `auto` / `minimum` for the largest unit that leaves at least 1
 */
export function scaleValue(value: number, fromUnit: string, toUnit: string): Scaled {
  if (value < 0 && value !== mostNegative) {
    const positive = scaleValue(-value, fromUnit, toUnit);
    return { value: -positive.value, unit: positive.unit };
  }
  for (const family of families) {
    const from = findUnit(family, fromUnit);
    if (from === undefined) continue;
    const base = value * from.factor;
    const isAuto = toUnit === 'auto' || toUnit === 'minimum';
    const to = (isAuto ? largestBelow(family, base) : findUnit(family, toUnit)) ?? family.fallback;
    return { value: base / to.factor, unit: to.name };
  }
  return { value, unit: silentUnits.has(toUnit) ? '' : toUnit };
}

/** Whether both units measure the same thing (two times, two sizes), or are the same word. */
export function areUnitsCompatible(a: string, b: string): boolean {
  if (a === b) return true;
  return families.some((family) => findUnit(family, a) !== undefined && findUnit(family, b) !== undefined);
}

/** `1.23s`, `512kB`, `10ms`, `42`: two decimals unless they are zeros, then the unit. */
export function formatValue(value: number, unitName: string, toUnit = 'auto'): string {
  const scaled = scaleValue(value, unitName, toUnit);
  const text = fixed2(scaled.value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** `value` as a share of `total`, at least five characters before the sign: ` 7.14%`, `  100%`, ` 0.5%`. */
export function formatPercent(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? fixed2(ratio) : precision2(ratio)).padStart(5)}%`;
}

function findUnit(family: UnitFamily, alias: string): Unit | undefined {
  const lower = alias.toLowerCase();
  const word = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  return family.units.find((u) => u.aliases.includes(word));
}

function largestBelow(family: UnitFamily, base: number): Unit | undefined {
  let best: Unit | undefined;
  for (const u of family.units) {
    if (u.factor >= (best?.factor ?? 0) && base / u.factor >= 1) best = u;
  }
  return best;
}
