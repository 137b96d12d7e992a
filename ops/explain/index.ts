import { deployedPods } from "../glance/pods";
import { imageRecords } from "../glance/imageRecord";
import { readLogs } from "../logs/podLogs";
import { lastLine, runPython } from "../python";
import type { Stack } from "../stack";
import type { ImageFacts, ImportHistory } from "./facts";
import { explainImage, type Verdict } from "./verdict";

export interface ExplainOptions {
  /** How far to look back in the logs, as kubectl takes it. */
  since: string;
  json: boolean;
}

/**
 * Says why an image is queued, or whatever it is: one sentence for the person who has uploaded it, and one for the
 * operator.
 *
 * @returns whether the log of every pod could be read.
 * @throws Error when no Glance pod is ready, or the database cannot be reached.
 */
export async function explain(
  { cluster }: Stack,
  id: string,
  { since, json }: ExplainOptions,
): Promise<boolean> {
  const pods = await deployedPods(cluster);
  const pod = pods.find(({ ready }) => ready)?.name;
  if (pod === undefined) {
    throw new Error("No Glance pod is ready: start one, since only they reach the database.");
  }
  let complete = true;
  const source = { cluster, pods: pods.map(({ name }) => name), since };
  const [records, histories, entries] = await Promise.all([
    imageRecords(cluster, pod, [id]),
    runPython<ImportHistory>(cluster, pod, "import_history", [id]).catch((error: unknown) => {
      throw new Error(`${pod} cannot reach the database: ${lastLine(error)}.`);
    }),
    readLogs(source, (problem) => {
      complete = false;
      console.error(problem);
    }),
  ]);
  const [history = { created: null, failedStores: [], tasks: [] }] = histories;
  const facts: ImageFacts = {
    id,
    now: Date.now() / 1000,
    image: records.find((record) => record.id === id),
    ...history,
    pods,
    entries,
  };
  const verdict = explainImage(facts);
  console.log(
    json ? JSON.stringify({ image: id, ...verdict }, undefined, 2) : verdictText(id, verdict),
  );
  return complete;
}

/** A verdict for people to read. */
export function verdictText(
  image: string,
  { status, uploader, operator, evidence }: Verdict,
): string {
  return [
    `${image} is ${status}.`,
    `To whom uploaded it: ${uploader}`,
    `To the operator:     ${operator}`,
    ...evidence.map((line) => `  ${line}`),
  ].join("\n");
}
