import assert from "node:assert/strict";

import type { RescueState } from "../../../ops/rescue/state";
import { uploadFindings } from "../../../ops/rescue/uploads";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import { file, id, image, longAgo, now, olderThan, pod, state, task, url } from "./state";

const host = url("glance-external-api-1");
const find = (changes: Partial<RescueState>, ofImage: Partial<ImageRecord> = {}) =>
  uploadFindings(
    state({ images: [image("uploading", { stageHost: host, ...ofImage })], ...changes }),
    olderThan,
  );
const change = { image: id, status: "uploading", updated: longAgo, task: null };
const requeue = { step: "requeue", ...change };
const staged = { pods: [pod(0), pod(1, [file(id)])] };
const silent = pod(1, [], { files: undefined });

describe("images that are uploading", () => {
  const right: [string, Partial<RescueState>, Partial<ImageRecord>?][] = [
    ["they are on their stage host", staged],
    [
      "their data still comes in and they have no stage host yet",
      { pods: [pod(0, [file(id, 5, { open: true })])] },
      { stageHost: null, size: null },
    ],
    ["they have just changed", {}, { updated: now }],
    ["an import waits for its turn on a pod that has run since", staged, { task: task() }],
  ];
  for (const [title, changes, ofImage] of right) {
    it(`are left alone when ${title}`, () => assert.deepEqual(find(changes, ofImage), []));
  }

  const cases: [string, Partial<RescueState>, Partial<ImageRecord>, RegExp, RegExp, object[]][] = [
    [
      "are queued when their upload broke off, and lose what came in",
      { pods: [pod(0, [file(id, 5)])] },
      { stageHost: null, size: null },
      /upload broke off/,
      /back to queued/,
      [requeue, { step: "removeFile", pod: "glance-external-api-0", file: id }],
    ],
    [
      "are the operator's when their data may still come in where nobody can look",
      { pods: [pod(0), silent] },
      { stageHost: null, size: null },
      /may be uploaded to glance-external-api-1/,
      /start node n2/,
      [],
    ],
    [
      "come back with the replicas that have their stage host",
      { pods: [pod(0)], claims: ["glance-glance-external-api-0", "glance-glance-external-api-1"] },
      {},
      /stage host glance-external-api-1 does not exist/,
      /^scale glance-external-api up to 2 \(glance:external\.replicas\)/,
      [],
    ],
    [
      "come back with the layout that has their stage host",
      { claims: ["glance-glance-single-api-2"] },
      { stageHost: url("glance-single-api-2") },
      /stage host glance-single-api-2 does not exist/,
      /^deploy the layout with glance-single-api and 3 replicas again/,
      [],
    ],
    [
      "come back with the node of their stage host",
      { pods: [pod(0), silent] },
      {},
      /stage host glance-external-api-1 cannot be looked at/,
      /^start node n2, .*; if the volume is lost for good, delete the claim \(glance-glance-external-api-1\)/,
      [],
    ],
    [
      "come back when their stage host finds a node",
      { pods: [pod(0), { ...silent, node: undefined }] },
      {},
      /cannot be looked at/,
      /^see why glance-external-api-1 finds no node/,
      [],
    ],
    [
      "are queued when their stage host is gone with its volume",
      { pods: [pod(0)] },
      {},
      /stage host glance-external-api-1 is gone with its volume/,
      /back to queued/,
      [requeue],
    ],
    [
      "are queued when their stage host waits for a new volume",
      { pods: [pod(0), { ...silent, node: undefined }], claims: ["glance-glance-external-api-0"] },
      {},
      /stage host glance-external-api-1 is gone with its volume/,
      /back to queued/,
      [requeue],
    ],
    [
      "are queued when their stage host has lost the file",
      {},
      {},
      /not on its stage host glance-external-api-1/,
      /back to queued/,
      [requeue],
    ],
    [
      "are queued when their file is shorter than it was",
      { pods: [pod(0), pod(1, [file(id, 99)])] },
      {},
      /has staged of it is not complete/,
      /back to queued/,
      [requeue, { step: "removeFile", pod: "glance-external-api-1", file: id }],
    ],
    [
      "get the stage host that has their file",
      { pods: [pod(0, [file(id)]), pod(1)] },
      {},
      /but it is staged on glance-external-api-0/,
      /make glance-external-api-0 its stage host/,
      [{ step: "restage", ...change, host: url("glance-external-api-0") }],
    ],
    [
      "get the URL that their stage host has now",
      staged,
      { stageHost: host.replace("http:", "https:") },
      /stage host is https:.*, but it is staged on glance-external-api-1/,
      /make glance-external-api-1 its stage host/,
      [{ step: "restage", ...change, host }],
    ],
    [
      "lose the lock of an import that ended with its pod before it began",
      { pods: [pod(0), pod(1, [file(id)], { started: longAgo + 1 })] },
      { task: task() },
      /import had not begun when glance-external-api-1 ended/,
      /take the lock away/,
      [{ step: "restage", ...change, task: "task", host }],
    ],
  ];
  for (const [title, changes, ofImage, problem, remedy, steps] of cases) {
    it(title, () => {
      const [finding, ...others] = find(changes, ofImage);
      assert.deepEqual(others, []);
      assert.match(finding?.problem ?? "", problem);
      assert.match(finding?.remedy ?? "", remedy);
      assert.deepEqual(finding?.steps, steps);
    });
  }
});
