/** What a policy found. */
export interface Violation {
  policy: string;
  /** Name of the policy pack. */
  pack: string;
  /** A mandatory violation ends the run. */
  level: "advisory" | "mandatory";
  /** URN of the resource; empty when the whole stack is meant. */
  urn: string;
  /** The policy's own words: its description, then what it found. */
  message: string;
}

/** The program breaks mandatory policies; nothing of it may be used. */
export class PolicyViolationError extends Error {
  /** @param violations All that was found, the advisory ones too. */
  constructor(readonly violations: readonly Violation[]) {
    const broken = violations.filter(({ level }) => level === "mandatory");
    super(["The policy pack forbids this program:", ...broken.map(violationText)].join("\n"));
  }

  /** The same error with every message changed. */
  map(change: (message: string) => string): PolicyViolationError {
    return new PolicyViolationError(
      this.violations.map((violation) => ({ ...violation, message: change(violation.message) })),
    );
  }
}

/** A violation for people to read. */
export function violationText({ policy, level, urn, message }: Violation): string {
  const subject = urn === "" ? "" : ` ${urn}`;
  return `[${level}] ${policy}${subject}: ${message.replaceAll("\n", " ")}`;
}

/** Violations in an order that does not depend on the order of registration. */
export function sortViolations(violations: readonly Violation[]): Violation[] {
  const key = ({ urn, policy, message }: Violation) => `${urn} ${policy} ${message}`;
  return [...violations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whether a message says that a policy met an unknown value and was not evaluated. */
export function isNotRun(message: string): boolean {
  return message.startsWith("can't run policy ");
}
