import { type LogEntry, writtenAt } from "./glanceLog";
import { podOfUrl } from "../../model/names";

/** The record of an import in the database. */
export interface ImportTask {
  id: string;
  image: string | null;
  /** The request that started it, as the client knows it. */
  request: string | null;
  user: string | null;
  /** Seconds since the epoch. */
  created: number;
}

/** What belongs to a request, wherever it was served. */
export interface RequestTrace {
  requests: Set<string>;
  /** Ids of tasks and images, by which the background work of a request is known. */
  subjects: Set<string>;
  /** Why the trace may not be complete. */
  notes: string[];
}

/** Seconds from the call of one pod to the task that it starts on another. */
const callSeconds = 5;

/**
 * Finds out what belongs to a request. Glance gives a client the id of the request on the stage host, and does not
 * log which id that had on the pod that proxied it (only at the level DEBUG). So a proxied call and a task are
 * taken as one when user and stage host are the same, they are seconds apart, and no other comes into question.
 */
export function traceRequest(
  request: string,
  entries: readonly LogEntry[],
  tasks: readonly ImportTask[],
): RequestTrace {
  const requests = new Set([request]);
  const notes: string[] = [];
  const isTraced = (entry: LogEntry) => entry.requests.some((id) => requests.has(id));
  const calls = entries.filter((entry) => proxiedTo(entry) !== undefined);
  const tracedTasks = () => tasks.filter((task) => task.request && requests.has(task.request));

  for (const entry of entries) {
    const [, remote] = /Replying with remote request id (req-\S+)/.exec(entry.message) ?? [];
    if (remote !== undefined && (isTraced(entry) || requests.has(remote))) {
      [remote, ...entry.requests].forEach((id) => requests.add(id));
    }
  }
  for (const call of calls.filter(isTraced)) {
    if (tracedTasks().length === 0) {
      const fitting = tasks.filter((task) => belongTogether(call, task, entries));
      if (fitting.length > 1) {
        notes.push(
          `The call to ${proxiedTo(call)} may have started each of ${fitting.length} tasks.`,
        );
      } else if (fitting[0]?.request) {
        requests.add(fitting[0].request);
      }
    }
  }
  for (const task of tracedTasks()) {
    const fitting = calls.filter((call) => belongTogether(call, task, entries));
    if (fitting.length > 1 && !fitting.some(isTraced)) {
      notes.push(`Each of ${fitting.length} proxied calls may have started the task ${task.id}.`);
    } else if (fitting.length === 1) {
      fitting[0]?.requests.forEach((id) => requests.add(id));
    }
  }
  const subjects = new Set(
    tracedTasks().flatMap(({ id, image }) => [id, ...(image ? [image] : [])]),
  );
  return { requests, subjects, notes };
}

/** Whether a message is of the request, or of background work for it. */
export function isOfTrace({ requests, subjects }: RequestTrace, entry: LogEntry): boolean {
  return entry.requests.length > 0
    ? entry.requests.some((id) => requests.has(id))
    : [...subjects].some((id) => entry.message.includes(id));
}

/** The pod to which the message says that an import call was proxied. */
function proxiedTo({ message }: LogEntry): string | undefined {
  const [, url] = /^Proxying POST request to host (\S+)/.exec(message) ?? [];
  return url === undefined ? undefined : podOfUrl(url);
}

function belongTogether(call: LogEntry, task: ImportTask, entries: readonly LogEntry[]): boolean {
  // The database keeps whole seconds.
  const seconds = task.created - Math.floor(writtenAt(call) ?? 0);
  return (
    task.user === call.user &&
    seconds >= 0 &&
    seconds <= callSeconds &&
    entries.some(({ pod, message }) => pod === proxiedTo(call) && message.includes(task.id))
  );
}
