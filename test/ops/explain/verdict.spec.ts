import assert from "node:assert/strict";

import type { ImageFacts, ImportRecord } from "../../../ops/explain/facts";
import { verdictText } from "../../../ops/explain";
import { explainImage } from "../../../ops/explain/verdict";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import { addLine, type LogEntry } from "../../../ops/logs/glanceLog";

const id = "39f56460-f1d6-48bf-b4eb-e08e38600d8f";
const taskId = "92d288e0-afd0-4a6a-977a-a08e3c8fa80d";
const otherTask = "11d288e0-afd0-4a6a-977a-a08e3c8fa80d";
const start = Date.UTC(2026, 10, 26, 0, 0, 0) / 1000;
const pod = "glance-external-api-1";
const stageHost = `http://${pod}.glance-external-api.openstack.svc:9292`;

const record = (fields: Partial<ImageRecord>): ImageRecord => ({
  id,
  status: "queued",
  size: 7,
  diskFormat: "raw",
  updated: start + 10,
  locations: 0,
  stageHost: null,
  task: null,
  ...fields,
});
const failed = (fields: Partial<ImportRecord> = {}): ImportRecord => ({
  id: taskId,
  status: "failure",
  message: "Task failed due to Internal Error",
  request: "req-import",
  method: "glance-direct",
  created: start + 2,
  updated: start + 9,
  ...fields,
});
const line = (second: number, logger: string, text: string, level = "ERROR", context = "-") =>
  `2026-11-26 00:00:0${second}.500 8 ${level} ${logger} [${context}] ${text}`;

function explain(
  image: Partial<ImageRecord> | undefined,
  facts: Partial<ImageFacts> = {},
  lines: readonly string[] = [],
) {
  const entries: LogEntry[] = [];
  lines.forEach((one) => addLine(entries, pod, one));
  return explainImage({
    id,
    now: start + 60,
    image: image && record(image),
    created: start,
    failedStores: [],
    tasks: [],
    pods: [{ name: pod, ready: true }],
    stagedFormat: undefined,
    entries,
    ...facts,
  });
}

const conversion = "glance.async_.flows.plugins.image_conversion";
const executor = "glance.async_.taskflow_executor";
const mismatch = (task = taskId) => [
  line(2, "glance.domain", `Task [${task}] status changing from pending to processing`, "INFO"),
  line(3, conversion, "Image claimed to be raw format failed format inspection"),
  line(
    4,
    executor,
    `Task 'api_image_import-Convert_Image-${task}' (u) transitioned into state 'FAILURE'`,
    "WARNING",
  ),
  `2026-11-26 00:00:04.500 8 ERROR ${executor} RuntimeError: Image format mismatch`,
];

describe("why an image is queued", () => {
  it("is told from what the plugin has logged without an id, while the task of the image ran", () => {
    const verdict = explain({}, { tasks: [failed()] }, mismatch());
    assert.equal(verdict.cause, "not-raw");
    assert.match(verdict.uploader, /^It was declared raw, but .*--disk-format/);
    assert.deepEqual(verdict.evidence, [
      `${pod} 2026-11-26 00:00:03.500 Image claimed to be raw format failed format inspection`,
    ]);
  });

  it("is not told from a message without an id, when another import ran in the same process", () => {
    const both = [
      ...mismatch().slice(0, 2),
      ...mismatch(otherTask).slice(2),
      ...mismatch().slice(2),
    ];
    assert.equal(explain({}, { tasks: [failed()] }, both).cause, "not-as-declared");
  });

  it("names the format that was declared", () => {
    const lines = mismatch().slice(2);
    const verdict = explain({ diskFormat: "qcow2" }, { tasks: [failed()] }, lines);
    assert.match(verdict.uploader, /^It was declared qcow2, but the file is not: create it again/);
  });

  it("names the format that Glance has found, where it says so", () => {
    const text = `Task ${taskId} failed with exception Image disk_format raw does not match stream data qcow2`;
    const verdict = explain({}, { tasks: [failed()] }, [line(3, "glance", text)]);
    assert.match(
      verdict.uploader,
      /^It was declared raw, but the file is qcow2: create it again with --disk-format qcow2\.$/,
    );
  });

  it("is told of the last import, not of one before", () => {
    const tasks = [failed({ id: otherTask }), failed()];
    const first = line(
      1,
      executor,
      `Failed to execute task ${otherTask}: RuntimeError: Image format mismatch`,
    );
    const last = line(
      5,
      executor,
      `Failed to execute task ${taskId}: Error connecting to ceph cluster.`,
    );
    assert.equal(explain({}, { tasks }, [first, last]).cause, "ceph-unreachable");
  });

  it("is told from the message of the task when the logs have nothing", () => {
    const message = "Resource image_size_total is over limit of 10";
    const verdict = explain({}, { tasks: [failed({ message })] });
    assert.deepEqual([verdict.cause, verdict.evidence], ["quota", [message]]);
  });

  it("says so when the logs do not reach back to the import", () => {
    const verdict = explain({}, { tasks: [failed()] });
    assert.equal(verdict.cause, "not-in-logs");
    assert.match(verdict.operator, /2026-11-26T00:00:02\.000Z .*--since/);
  });

  it("shows what was logged when that is no known cause", () => {
    const text = `Failed to execute task ${taskId}: something new`;
    const verdict = explain({}, { tasks: [failed()] }, [line(3, executor, text)]);
    assert.equal(verdict.cause, "other");
    assert.match(verdict.operator, /something new$/);
    assert.equal(verdict.evidence.length, 1);
  });

  it("is that a staging volume was full, when Glance says so as it puts the image back", () => {
    const full =
      "Image storage media is full: There is not enough disk space on the image storage media.";
    const lines = [line(9, "glance.api.v2.image_data", full, "ERROR", "None req-1 u p")];
    assert.equal(explain({ updated: start + 10 }, {}, lines).cause, "staging-full");
    assert.equal(explain({ updated: start + 30 }, {}, lines).cause, "upload-refused");
  });

  it("is that nothing was ever uploaded, or that an upload was refused", () => {
    assert.equal(explain({ updated: start }).cause, "never-uploaded");
    assert.equal(explain({ updated: start + 5 }).cause, "upload-refused");
  });
});

describe("why an image is not active", () => {
  const of = (image: Partial<ImageRecord>, facts?: Partial<ImageFacts>, lines?: string[]) =>
    explain(image, facts, lines).cause;

  it("may be that it is not there, deleted, deactivated or still uploaded", () => {
    assert.equal(explain(undefined).status, "unknown");
    assert.match(explain(undefined).uploader, /^There is no image with this id/);
    assert.equal(of({ status: "deleted" }), "deleted");
    assert.equal(of({ status: "deactivated" }), "deactivated");
    assert.equal(of({ status: "saving" }), "being-uploaded");
    assert.equal(of({ status: "uploading" }), "being-uploaded");
  });

  it("may be that it is uploaded and waits for its import, or for its turn", () => {
    const staged = { status: "uploading", stageHost };
    assert.equal(of(staged), "not-imported");
    assert.match(explain(staged).uploader, new RegExp(`import --method glance-direct ${id}`));
    const task = { id: taskId, status: "pending", updated: start, method: "glance-direct" };
    assert.equal(of({ ...staged, task }), "import-waiting");
  });

  it("may be that its import would fail, since the file is not what was declared", () => {
    const staged = { status: "uploading", stageHost };
    const verdict = explain(staged, { stagedFormat: "qcow2" });
    assert.match(
      verdict.uploader,
      /^It was declared raw, but the file is qcow2, .*--disk-format qcow2\.$/,
    );
    assert.equal(of(staged, { stagedFormat: "raw" }), "not-imported");
  });

  it("may be that its stage host is away or cannot be reached", () => {
    const staged = { status: "uploading", stageHost };
    assert.equal(of(staged, { pods: [{ name: pod, ready: false }] }), "stage-host-away");
    assert.equal(of(staged, { pods: [] }), "stage-host-away");
    const text = `Failed to proxy to '${stageHost}/v2/images/${id}/import': timed out`;
    const lines = [line(5, "glance.api.v2.images", text, "ERROR", "None req-1 u p")];
    assert.equal(of(staged, {}, lines), "stage-host-unreachable");
  });

  it("may be that it is imported, or that its pod was killed", () => {
    const tasks = [failed({ status: "processing", message: "Copied 20 MiB" })];
    assert.match(explain({ status: "importing" }, { tasks }).uploader, /runs \(Copied 20 MiB\)/);
    const late = explain({ status: "importing" }, { tasks, now: start + 1210 });
    assert.equal(late.cause, "no-progress");
    assert.match(late.operator, /for 20 minutes: `npm run ops -- rescue --image /);
  });

  it("may be that a plugin has failed that does not put it back", () => {
    const text = `Failed to execute task ${taskId}: Compressed file ended before the end-of-stream marker was reached`;
    const verdict = explain({ status: "importing" }, { tasks: [failed()] }, [
      line(3, "glance", text, "ERROR"),
    ]);
    assert.equal(verdict.cause, "decompression");
    assert.match(verdict.operator, /left it importing: `npm run ops -- rescue --repair /);
  });
});

describe("an active image", () => {
  it("has nothing wrong with it", () => {
    assert.equal(explain({ status: "active" }).cause, "none");
  });

  it("may be missing in a store, for a reason", () => {
    const text = `Task ${taskId} failed with exception RADOS permission denied`;
    const facts = { failedStores: ["second"], tasks: [failed()] };
    const verdict = explain({ status: "active" }, facts, [line(3, "glance", text, "WARNING")]);
    assert.equal(verdict.cause, "no-permission");
    assert.match(verdict.uploader, /missing in second\./);
    assert.match(verdict.operator, /--method copy-image --store second/);
  });
});

describe("what is shown", () => {
  it("has no passwords, signatures and tokens", () => {
    const url = "https://user:hunter2@example.org/x.qcow2?signature=hunter3";
    const text = `Task ${taskId} failed with exception URI does not pass filtering: ${url} X-Auth-Token: hunter4`;
    const tasks = [failed({ method: "web-download", message: url })];
    for (const lines of [[line(3, "glance", text)], [line(3, "glance", `${taskId} ${url}`)], []]) {
      const shown = JSON.stringify(explain({}, { tasks }, lines));
      assert.doesNotMatch(shown, /hunter/);
      assert.match(shown, /example\.org|not-in-logs/);
    }
  });

  it("is a sentence for each, and the evidence below", () => {
    const verdict = {
      status: "queued",
      cause: "x",
      uploader: "A.",
      operator: "B.",
      evidence: ["c"],
    };
    assert.equal(
      verdictText(id, verdict),
      `${id} is queued.\nTo whom uploaded it: A.\nTo the operator:     B.\n  c`,
    );
  });
});
