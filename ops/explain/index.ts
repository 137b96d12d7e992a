import type { Stack } from "../stack";
import { readFacts } from "./readFacts";
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
  let complete = true;
  const report = (problem: string) => {
    complete = false;
    console.error(problem);
  };
  for (const facts of await readFacts(cluster, [id], since, report)) {
    const verdict = explainImage(facts);
    console.log(
      json ? JSON.stringify({ image: id, ...verdict }, undefined, 2) : verdictText(id, verdict),
    );
  }
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
