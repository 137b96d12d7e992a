/** One step of `lab up` or `lab down`, shown with its duration. */
export interface LabTask {
  /** What the step makes, for example "Keystone". */
  title: string;
  task: () => Promise<void>;
}
