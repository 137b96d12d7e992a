/** Something that breaks, what becomes of images, and what the operator does: a row of docs/operations.md and its test. */
export interface Fault {
  situation: string;
  /** What clients see meanwhile. */
  clients: string;
  /** What is kept, and what is lost. */
  kept: string;
  /** What the operator does. */
  operator: string;
  /** Whether continuous integration runs it too. */
  ci?: true;
  /** Makes it happen for real and shows that the sentences above hold; leaves everything as it was. */
  test: () => Promise<void>;
}

/** Faults of one kind. */
export interface FaultGroup {
  /** What they happen to. */
  heading: string;
  /** The file of this folder that makes them happen. */
  file: string;
  faults: readonly Fault[];
}
