import type { LogEntry } from "../logs/glanceLog";
import type { Cause } from "./causes/cause";
import { causeOf } from "./causes";
import { entriesOfTask, evidenceLine } from "./evidence";
import type { ImportRecord } from "./facts";

/** What is wrong with an image, and what to do about it. */
export interface Explanation {
  /** One word for scripts, such as `not-raw`. */
  cause: string;
  /** One sentence for the person who has uploaded the image. */
  uploader: string;
  operator: string;
  /** What this is concluded from. */
  evidence: string[];
}

const mostEvidence = 4;

export function explanation(
  cause: string,
  uploader: string,
  operator: string,
  evidence: string[] = [],
): Explanation {
  return { cause, uploader, operator, evidence };
}

/** Why an import has failed. */
export function explainTask(
  image: string,
  declared: string,
  task: ImportRecord,
  entries: readonly LogEntry[],
): Explanation {
  const found = entriesOfTask(entries, image, task);
  const known = explainEntries(found, { declared, image }, task.method, task.message);
  if (known !== undefined) {
    return known;
  }
  const evidence = found.slice(-mostEvidence).map(evidenceLine);
  return found.length > 0
    ? explanation(
        "other",
        "Its import has failed: tell the operator.",
        `No cause that is known here: ${evidence.at(-1)}`,
        evidence,
      )
    : explanation(
        "not-in-logs",
        "Its import has failed, and the logs no longer say why: create it again, and ask at once.",
        `The logs of the pods have nothing of the import of ${new Date(task.created * 1000).toISOString()} (task ${task.id}): look further back with --since, or in the logs that you keep.`,
        task.message === "" ? [] : [`task ${task.id}: ${task.message}`],
      );
}

/**
 * The known cause that these entries tell of, or else the message of the task; undefined when there is none.
 *
 * @param values What the sentences of a cause name.
 */
export function explainEntries(
  entries: readonly LogEntry[],
  values: Record<string, string>,
  method: string | null = null,
  message = "",
): Explanation | undefined {
  const text = entries.map((entry) => entry.message).join("\n");
  const cause = causeOf(text, method) ?? causeOf(message, method);
  return cause && fromCause(cause, entries, values, message);
}

function fromCause(
  { name, pattern, uploader, operator }: Cause,
  entries: readonly LogEntry[],
  known: Record<string, string>,
  message: string,
): Explanation {
  const telling = entries.filter((entry) => pattern.test(entry.message));
  const groups = [...entries.map((entry) => entry.message), message]
    .map((text) => pattern.exec(text)?.groups)
    .find((found) => found !== undefined);
  const values: Record<string, string> = { ...known, ...groups };
  const fill = (sentence: string) =>
    sentence.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  const evidence = telling.slice(-mostEvidence).map(evidenceLine);
  return explanation(
    name,
    fill(uploader),
    fill(operator),
    evidence.length > 0 || message === "" ? evidence : [message],
  );
}
