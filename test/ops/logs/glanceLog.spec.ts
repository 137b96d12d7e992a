import assert from "node:assert/strict";

import {
  addLine,
  entryJson,
  entryText,
  type LogEntry,
  mergeByTime,
  writtenAt,
} from "../../../ops/logs/glanceLog";

function read(pod: string, lines: readonly string[]): LogEntry[] {
  const entries: LogEntry[] = [];
  lines.forEach((line) => addLine(entries, pod, line));
  return entries;
}

const proxying =
  "2026-11-26 00:32:30.404 8 INFO glance.api.v2.images [None req-6f5e user1 project1 - - default default] Proxying";
const task = "2026-11-26 00:32:31.621 7 INFO glance.domain [-] Task [d028] status changing";

describe("the log of a pod", () => {
  it("is read message by message, with the ids of request and user", () => {
    const [entry] = read("pod-0", [proxying]);
    assert.deepEqual(entry, {
      pod: "pod-0",
      time: "2026-11-26 00:32:30.404",
      process: "8",
      level: "INFO",
      logger: "glance.api.v2.images",
      requests: ["req-6f5e"],
      user: "user1",
      message: "Proxying",
      lines: [proxying],
    });
  });

  it("has both ids of a request that another service has passed on", () => {
    const [entry] = read("pod-0", [proxying.replace("None", "req-nova")]);
    assert.deepEqual(entry?.requests, ["req-nova", "req-6f5e"]);
    assert.equal(entry?.user, "user1");
  });

  it("has no request and no user where there are none", () => {
    const start = proxying.replace("user1 project1 - - default default", "- - - - - -");
    const [background, atStart] = read("pod-0", [task, start]);
    assert.deepEqual([background?.requests, background?.user], [[], undefined]);
    assert.deepEqual([atStart?.requests, atStart?.user], [["req-6f5e"], undefined]);
  });

  it("keeps lines without a time with the message before", () => {
    const [entry, ...others] = read("pod-0", [task, "Traceback:", "  File x"]);
    assert.equal(entry?.message, "Task [d028] status changing\nTraceback:\n  File x");
    assert.deepEqual(others, []);
  });

  it("keeps the lines of a traceback with their message, though another process writes in between", () => {
    const error = "2026-11-26 00:32:32.000 8 ERROR glance.common.wsgi";
    const entries = read("pod-0", [`${error} [None req-1 u p] Caught`, task, `${error} Traceback`]);
    assert.deepEqual(
      entries.map(({ message }) => message),
      ["Caught\nTraceback", "Task [d028] status changing"],
    );
  });

  it("begins with lines that belong to no message", () => {
    const [first, second] = read("pod-0", ["tail: cannot open", task]);
    assert.deepEqual([first?.time, first?.message], ["", "tail: cannot open"]);
    assert.equal(second?.level, "INFO");
  });
});

describe("the logs of all pods", () => {
  const entries = [...read("pod-1", [task, "more"]), ...read("pod-0", [proxying])];

  it("are merged by time, and those of one pod stay in their order", () => {
    assert.deepEqual(
      mergeByTime(entries).map(({ pod }) => pod),
      ["pod-0", "pod-1"],
    );
    const same = read("pod-2", ["b", task, task.replace("d028", "a")]);
    assert.deepEqual(mergeByTime(same), same);
  });

  it("are shown with the pod before every line", () => {
    assert.deepEqual(entries.map(entryText), [`pod-1 ${task}\npod-1 more`, `pod-0 ${proxying}`]);
  });

  it("are JSON objects of one line each", () => {
    const json = entryJson(entries[0] as LogEntry);
    assert.doesNotMatch(json, /\n/);
    const { message, lines } = JSON.parse(json);
    assert.deepEqual([message, lines], ["Task [d028] status changing\nmore", undefined]);
  });

  it("were written in UTC", () => {
    assert.equal(writtenAt(entries[0] as LogEntry), Date.UTC(2026, 10, 26, 0, 32, 31, 621) / 1000);
    assert.equal(writtenAt({ ...(entries[0] as LogEntry), time: "" }), undefined);
  });
});
