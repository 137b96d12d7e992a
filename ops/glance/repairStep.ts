import { backendPort, stagingDirectory } from "../../model/image";
import { lastLine, runPython } from "../python";
import type { Cluster } from "../../components/cluster";

/** An image as it was seen, and must still be when it is changed. */
export interface Unchanged {
  image: string;
  status: string;
  /** Seconds since 1970. */
  updated: number;
  /** The task that holds the import lock. */
  task: string | null;
}

/** One step of a repair; the pod in which it is done is only named when it matters. */
export type Step =
  | { step: "removeFile"; pod: string; file: string }
  | { step: "renameFile"; pod: string; file: string; to: string }
  | { step: "removeStored"; name: string }
  | ({ step: "restage"; host: string } & Unchanged)
  | ({ step: "requeue" } & Unchanged)
  | { step: "import"; pod: string; image: string };

/** What a step says at its end: a line of `rescue_file.py` and of `rescue_step.py`. */
export type StepLine = { done: string } | { refused: string };

/** Does one step in the pod that it names, or in any. */
export async function runStep(cluster: Cluster, anyPod: string, step: Step): Promise<StepLine> {
  const { pod, ...fields } = { pod: anyPod, ...step };
  const [module, fact] = isFileStep(step)
    ? ["rescue_file", stagingDirectory]
    : ["rescue_step", backendPort];
  try {
    const [line] = await runPython<StepLine>(cluster, pod, module, [fact, fields]);
    return line ?? { refused: `nothing came back from ${pod}.` };
  } catch (error) {
    return { refused: lastLine(error) };
  }
}

function isFileStep({ step }: Step): boolean {
  return step === "removeFile" || step === "renameFile";
}
