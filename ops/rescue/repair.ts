import { apiPort, stagingDirectory } from "../../model/image";
import type { Cluster } from "../stack";
import { lastLine, runPython } from "../python";
import type { Finding, Step } from "./finding";

/** What became of a finding. */
export interface Outcome extends Finding {
  repaired: boolean;
  /** What was done, step by step, and at the end why it went no further. */
  done: string[];
}

/** A line of `rescue_file.py` and of `rescue_step.py`. */
export type StepLine = { done: string } | { refused: string };

/**
 * Does the steps of a repair in their order, up to the first that cannot be done. Every step checks again what it
 * relies on, and whoever is interrupted runs it again.
 *
 * @param pod For the steps that any pod can do.
 */
export async function repair(cluster: Cluster, pod: string, finding: Finding): Promise<Outcome> {
  const done: string[] = [];
  for (const step of finding.steps) {
    const line = await runStep(cluster, pod, step);
    if ("refused" in line) {
      return { ...finding, repaired: false, done: [...done, `not repaired: ${line.refused}`] };
    }
    done.push(line.done);
  }
  return { ...finding, repaired: finding.steps.length > 0, done };
}

/** Does one step in the pod that it names, or in any. */
export async function runStep(cluster: Cluster, anyPod: string, step: Step): Promise<StepLine> {
  const { pod, ...fields } = { pod: anyPod, ...step };
  const [module, fact] = isFileStep(step)
    ? ["rescue_file", stagingDirectory]
    : ["rescue_step", apiPort];
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
