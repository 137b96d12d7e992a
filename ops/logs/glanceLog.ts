/** A message in the log of Glance, with all lines that belong to it. */
export interface LogEntry {
  pod: string;
  /** As Glance writes it, such as "2026-01-31 12:00:00.000"; empty for lines before the first message. */
  time: string;
  /** Number of the process in the pod; empty as above. */
  process: string;
  level: string;
  logger: string;
  /** Ids of the request that was served; none for what runs in the background, such as an import. */
  requests: string[];
  /** Id of the user whose request was served. */
  user: string | undefined;
  message: string;
  /** The lines as they are in the log. */
  lines: string[];
}

// The format of oslo.log. Every line of a traceback has it, too, but without a context in brackets.
const format =
  /^(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) (?<process>\d+) (?<level>[A-Z]+) (?<logger>\S+)(?: \[(?<context>[^\]]*)\])? ?(?<message>.*)$/;

/** Adds a line to the messages of a pod; one without a time, or of a traceback, belongs to the message before. */
export function addLine(entries: LogEntry[], pod: string, line: string): void {
  const entry = parseLine(pod, line);
  const isTraceback = entry.time !== "" && !hasContext(line);
  const before = isTraceback ? lastOf(entries, entry) : entries.at(-1);
  if (before !== undefined && (isTraceback || entry.time === "")) {
    before.message += `\n${entry.message}`;
    before.lines.push(line);
  } else {
    entries.push(entry);
  }
}

/** The messages of all pods by time; those of one pod stay in their order. */
export function mergeByTime(entries: readonly LogEntry[]): LogEntry[] {
  return [...entries].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** When a message was written, in seconds since the epoch; Glance's containers run in UTC. */
export function writtenAt({ time }: LogEntry): number | undefined {
  return time === "" ? undefined : Date.parse(`${time.replace(" ", "T")}Z`) / 1000;
}

/** A message for people to read: its lines, each with the pod. */
export function entryText({ pod, lines }: LogEntry): string {
  return lines.map((line) => `${pod} ${line}`).join("\n");
}

/** A message as JSON in one line. */
export function entryJson(entry: LogEntry): string {
  return JSON.stringify({ ...entry, lines: undefined });
}

function parseLine(pod: string, line: string): LogEntry {
  const found = format.exec(line)?.groups ?? {};
  const { time = "", process = "", level = "", logger = "", message = line } = found;
  // "<global request> <request> <user> <project> ...", or "-".
  const context = (found["context"] ?? "").split(" ");
  const requests = context.filter((word) => word.startsWith("req-"));
  const user = context[context.indexOf(requests.at(-1) ?? "") + 1];
  return {
    pod,
    time,
    process,
    level,
    logger,
    requests,
    user: requests.length === 0 || user === "-" ? undefined : user,
    message,
    lines: [line],
  };
}

function hasContext(line: string): boolean {
  return format.exec(line)?.groups?.["context"] !== undefined;
}

/** The last message of the same process and logger: other processes of the pod may have written in between. */
function lastOf(entries: readonly LogEntry[], { process, logger }: LogEntry): LogEntry | undefined {
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.process === process && entry.logger === logger) {
      return entry;
    }
  }
  return undefined;
}
