import { Listr, type ListrTask, PRESET_TIMER } from "listr2";

/** One step of `lab up` or `lab down`, shown with its duration. */
export interface LabTask {
  /** What the step makes, for example "Keystone". */
  title: string;
  task: () => Promise<void>;
}

/** A heading with steps below it. */
export interface LabPhase {
  title: string;
  /** Steps run one after the other, phases among them as a whole. */
  steps: readonly (LabTask | LabPhase)[];
  /** Whether all steps run at the same time. @default false */
  concurrent?: boolean;
}

/**
 * Runs phases in order and shows each step with its duration: as a live list on a terminal, as
 * plain lines elsewhere. The first step that fails ends everything.
 */
export async function runPhases(phases: readonly (LabTask | LabPhase)[]): Promise<void> {
  const tasks = new Listr(phases.map(toListr), {
    fallbackRenderer: "simple",
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, collapseErrors: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
  await tasks.run();
}

function toListr(step: LabTask | LabPhase): ListrTask {
  if ("task" in step) {
    return { title: step.title, task: () => step.task() };
  }
  return {
    title: step.title,
    task: (_, parent) =>
      parent.newListr(step.steps.map(toListr), { concurrent: step.concurrent ?? false }),
  };
}
