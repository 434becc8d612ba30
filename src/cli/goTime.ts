// Times as Go prints them. In: nanoseconds since 1970. Out: local time, with the zone's short name where the machine
// knows one. Invariant: UTC is exact everywhere; names of other zones are those of the machine's language data, and a
// zone without a name is shown by its offset, as Go does.

/** `2006-01-02 15:04:05 MST`; '' for a time no calendar has. */
export function goTime(nanos: bigint): string {
  const date = dateOf(nanos);
  return date === undefined ? '' : `${dateText(date)} ${zoneName(date)}`;
}

/** `2006-01-02 15:04:05.999999999 -0700 MST`. */
export function goTimeExact(nanos: bigint): string {
  const date = dateOf(nanos);
  if (date === undefined) return '';
  const fraction = String(((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n).padStart(9, '0');
  const shown = fraction.replace(/0+$/, '');
  return `${dateText(date)}${shown === '' ? '' : `.${shown}`} ${offsetText(date)} ${zoneName(date)}`;
}

function dateOf(nanos: bigint): Date | undefined {
  const seconds = nanos / 1_000_000_000n - (nanos % 1_000_000_000n < 0n ? 1n : 0n);
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function dateText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function offsetText(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`;
}

/** Each of these writes the names of its own part of the world. */
const locales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA'];

function zoneName(date: Date): string {
  for (const locale of locales) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(date);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]+$/.test(name)) return name;
  }
  return offsetText(date).replace(/00$/, '');
}
