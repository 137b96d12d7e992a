import type { Stack } from "../stack";
import { entryJson, entryText, type LogEntry, mergeByTime, writtenAt } from "./glanceLog";
import { deployedPods, type GlancePod } from "../glance/pods";
import { runPython } from "../python";
import { followLogs, type LogSource, readLogs } from "./podLogs";
import { type ImportTask, isOfTrace, type RequestTrace, traceRequest } from "./requestTrace";

export interface LogsOptions {
  /** How far to look back, as kubectl takes it. */
  since: string;
  /** Show only what belongs to the request with this id. */
  request?: string;
  /** Go on with what the pods write from now on. */
  follow: boolean;
  json: boolean;
}

/**
 * Prints the logs of Glance of all pods, merged by time.
 *
 * @returns whether the log of every pod could be read.
 * @throws Error when there is no Glance pod, or no message of the request.
 */
export async function logs({ cluster }: Stack, options: LogsOptions): Promise<boolean> {
  const pods = await deployedPods(cluster);
  const source = { cluster, pods: pods.map(({ name }) => name), since: options.since };
  let complete = true;
  const report = (problem: string) => {
    complete = false;
    console.error(problem);
  };
  const trace =
    options.request === undefined ? undefined : await findTrace(source, pods, options.request);
  const toText = options.json ? entryJson : entryText;
  const show = (entries: readonly LogEntry[]) =>
    mergeByTime(entries)
      .filter((entry) => trace === undefined || isOfTrace(trace, entry))
      .forEach((entry) => console.log(toText(entry)));
  if (options.follow) {
    await followLogs(source, show, report);
  } else {
    show(await readLogs(source, report));
  }
  return complete;
}

/** Finds what belongs to a request in the logs and the database, and says what it is. */
async function findTrace(
  source: LogSource,
  pods: readonly GlancePod[],
  request: string,
): Promise<RequestTrace> {
  // Pods that cannot be read are reported when their logs are shown.
  const entries = await readLogs(source, () => undefined);
  const earliest = Math.min(
    Date.now() / 1000,
    ...entries.flatMap((entry) => writtenAt(entry) ?? []),
  );
  const { cluster, since } = source;
  const pod = (pods.find(({ ready }) => ready) ?? pods[0])?.name ?? "";
  const args = [request, Math.floor(earliest)];
  const tasks = await runPython<ImportTask>(cluster, pod, "import_tasks", args);
  const trace = traceRequest(request, entries, tasks);
  if (!entries.some((entry) => isOfTrace(trace, entry))) {
    throw new Error(
      `No pod has logged anything of ${request} in the last ${since}: check the id, or look further back with --since.`,
    );
  }
  trace.notes.forEach((note) => console.error(note));
  const others = [...trace.requests, ...trace.subjects].filter((id) => id !== request);
  if (others.length > 0) {
    console.error(`${request} belongs together with ${others.join(", ")}.`);
  }
  return trace;
}
