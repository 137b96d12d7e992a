import assert from "node:assert/strict";

import { addLine, type LogEntry } from "../../../ops/logs/glanceLog";
import { type ImportTask, isOfTrace, traceRequest } from "../../../ops/logs/requestTrace";

const start = Date.UTC(2026, 10, 26, 0, 0, 0) / 1000;

function message(pod: string, second: number, context: string, text: string): LogEntry {
  const entries: LogEntry[] = [];
  const time = `2026-11-26 00:00:${String(second).padStart(2, "0")}.500`;
  addLine(entries, pod, `${time} 8 INFO glance.api.v2.images [${context}] ${text}`);
  return entries[0] as LogEntry;
}

/** An import call that `glance-internal-api-0` proxies to the pod that has staged the image. */
const call = (request: string, second: number, user = "user") =>
  message(
    "glance-internal-api-0",
    second,
    `None ${request} ${user} project - - default default`,
    "Proxying POST request to host http://glance-external-api-2.glance-external-api.openstack.svc:9292 which has image.",
  );
const work = (task: string, second: number, pod = "glance-external-api-2") =>
  message(pod, second, "-", `Task [${task}] status changing from pending to processing`);
const task = (id: string, second: number, user = "user"): ImportTask => ({
  id,
  image: `image-of-${id}`,
  request: `req-remote-${id}`,
  user,
  created: start + second,
});
const requestsOf = (request: string, entries: LogEntry[], tasks: ImportTask[]) =>
  [...traceRequest(request, entries, tasks).requests].sort();

describe("the trace of a request", () => {
  const entries = [call("req-local", 1), work("t1", 3)];

  it("goes from the call that a pod has proxied to the import on the stage host", () => {
    const trace = traceRequest("req-local", entries, [task("t1", 2)]);
    assert.deepEqual([...trace.requests], ["req-local", "req-remote-t1"]);
    assert.deepEqual([...trace.subjects], ["t1", "image-of-t1"]);
    assert.deepEqual(trace.notes, []);
  });

  it("goes from the request id that the client got back to the pod that has proxied the call", () => {
    assert.deepEqual(requestsOf("req-remote-t1", entries, [task("t1", 2)]), [
      "req-local",
      "req-remote-t1",
    ]);
  });

  it("does not take a task of another user, of another pod, of another time for its own", () => {
    assert.deepEqual(requestsOf("req-local", entries, [task("t1", 2, "other")]), ["req-local"]);
    const elsewhere = [call("req-local", 1), work("t1", 3, "glance-external-api-1")];
    assert.deepEqual(requestsOf("req-local", elsewhere, [task("t1", 2)]), ["req-local"]);
    assert.deepEqual(requestsOf("req-local", entries, [task("t1", 0)]), ["req-local"]);
    assert.deepEqual(requestsOf("req-local", entries, [task("t1", 7)]), ["req-local"]);
  });

  it("says so when several tasks or calls come into question, and takes none of them", () => {
    const both = [call("req-a", 1), call("req-b", 1), work("t1", 3), work("t2", 3)];
    const tasks = [task("t1", 2), task("t2", 2)];
    const forward = traceRequest("req-a", both, tasks);
    assert.deepEqual([...forward.requests], ["req-a"]);
    assert.match(forward.notes.join(), /may have started each of 2 tasks/);
    const back = traceRequest("req-remote-t1", both, tasks);
    assert.deepEqual([...back.requests], ["req-remote-t1"]);
    assert.match(back.notes.join(), /Each of 2 proxied calls may have started the task t1/);
  });

  it("is certain when Glance has logged the id that it passes on", () => {
    const passedOn = message(
      "glance-internal-api-0",
      2,
      "None req-a user project - - default default",
      "Replying with remote request id req-remote-t1",
    );
    const both = [call("req-a", 1), passedOn, call("req-b", 1), work("t1", 3), work("t2", 3)];
    const tasks = [task("t1", 2), task("t2", 2)];
    assert.deepEqual(requestsOf("req-a", both, tasks), ["req-a", "req-remote-t1"]);
    assert.deepEqual(requestsOf("req-remote-t1", both, tasks), ["req-a", "req-remote-t1"]);
    assert.deepEqual(traceRequest("req-a", both, tasks).notes, []);
  });

  it("has the messages of its requests and of their background work, and no others", () => {
    const trace = traceRequest("req-local", entries, [task("t1", 2)]);
    const other = "None req-other user project - - default default";
    const shown = [
      ...entries,
      message("glance-external-api-2", 4, "-", "Updated image image-of-t1"),
      message("glance-external-api-2", 4, "-", "Task [t2] status changing"),
      message("glance-external-api-2", 4, other, "Deleting image-of-t1"),
    ].map((entry) => isOfTrace(trace, entry));
    assert.deepEqual(shown, [true, true, true, false, false]);
  });
});
