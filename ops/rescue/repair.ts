import { runStep } from "../glance/repairStep";
import type { Cluster } from "../../components/cluster";
import type { Finding } from "./finding";

/** What became of a finding. */
export interface Outcome extends Finding {
  repaired: boolean;
  /** What was done, step by step, and at the end why it went no further. */
  done: string[];
}

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
