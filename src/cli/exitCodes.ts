// What the exit code says, per the contract. Scripts branch on these: they never change meaning.

export const exitCodes = {
  fine: 0,
  /** `diagnose --fail-on` found something at or above the grade. */
  findings: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A file that cannot be read, a service that cannot be reached or does not give what was asked. */
  input: 3,
  /** A fault in Heatline (EX_SOFTWARE of sysexits.h); 1 would read as a finding. */
  fault: 70,
  /** 128 + SIGINT, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
