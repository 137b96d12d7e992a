import { type LogEntry, mergeByTime, writtenAt } from "../logs/glanceLog";
import type { ImportRecord } from "./facts";

/** Seconds between a refused upload and the change of its image that Glance makes of it. */
const restoreSeconds = 2;

/** How Glance and taskflow name a task. */
const taskName = /Task (?:'[\w-]*-|\[)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

/** What went wrong with an import, in the logs of all pods by time. */
export function entriesOfTask(
  entries: readonly LogEntry[],
  image: string,
  task: ImportRecord,
): LogEntry[] {
  const names = (entry: LogEntry) =>
    entry.message.includes(task.id) ||
    (task.request !== null && entry.requests.includes(task.request)) ||
    (entry.message.includes(image) && (writtenAt(entry) ?? 0) >= task.created);
  const unnamed = new Set(unnamedEntries(entries, task));
  return problems(entries.filter((entry) => names(entry) || unnamed.has(entry)));
}

/** What the logs say of an image that was never imported. */
export function entriesOfUpload(
  entries: readonly LogEntry[],
  image: string,
  updated: number,
): LogEntry[] {
  // Glance names no image where it refuses an upload; it puts it back to queued right after.
  const isRefusal = (entry: LogEntry) =>
    entry.logger === "glance.api.v2.image_data" &&
    Math.abs((writtenAt(entry) ?? 0) - updated) <= restoreSeconds;
  return problems(entries.filter((entry) => entry.message.includes(image) || isRefusal(entry)));
}

/**
 * What the process of an import has logged meanwhile: plugins and stores name neither image nor task. Where imports
 * overlap in a process, nothing tells whose it is.
 */
function unnamedEntries(entries: readonly LogEntry[], task: ImportRecord): LogEntry[] {
  const named = entries.filter(({ message }) => message.includes(task.id));
  const [first, last] = [named[0], named.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const beside = entries.filter(
    ({ pod, process, time, requests }) =>
      pod === last.pod &&
      process === last.process &&
      requests.length === 0 &&
      time >= first.time &&
      time <= last.time,
  );
  const others = beside.flatMap(({ message }) => taskName.exec(message)?.[1] ?? []);
  return others.every((id) => id === task.id) ? beside : [];
}

function problems(entries: readonly LogEntry[]): LogEntry[] {
  return mergeByTime(entries).filter(({ level }) => /^(WARNING|ERROR|CRITICAL)$/.test(level));
}

/** A message in one line: where and when it was written, how it begins, and what the traceback ends with. */
export function evidenceLine({ pod, time, message }: LogEntry): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const [first = "", last = ""] = [lines[0], lines.at(-1)];
  return `${pod} ${time} ${first}${last === first ? "" : ` ... ${last.trim()}`}`;
}

/** A text without user and password in URLs, without their queries, which may be signed, and without tokens. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>/]*@/gi, "$1***@")
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/[^\s"'<>?]*)\?[^\s"'<>]*/gi, "$1?***")
    .replaceAll(/(x-[a-z-]*token\W+)[\w.-]+/gi, "$1***");
}
