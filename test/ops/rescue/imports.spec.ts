import assert from "node:assert/strict";

import { importFindings } from "../../../ops/rescue/imports";
import type { RescueState } from "../../../ops/rescue/state";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import { file, id, image, longAgo, now, olderThan, pod, state, stored, task, url } from "./state";

const find = (changes: Partial<RescueState>, ofImage: Partial<ImageRecord> = {}) =>
  importFindings(
    state({ images: [image("importing", { task: task(), ...ofImage })], ...changes }),
    olderThan,
  );
const change = { image: id, status: "importing", updated: longAgo, task: "task" };
const restage = { step: "restage", ...change, host: url("glance-external-api-1") };
const silent = pod(2, [], { files: undefined });
const requeue = { step: "requeue", ...change };

describe("images that are importing", () => {
  const atWork: [string, Partial<RescueState>, Partial<ImageRecord>?][] = [
    ["a process has its source open", { pods: [pod(0, [file(id, 100, { open: true })])] }],
    [
      "a process writes the converted image",
      { pods: [pod(0, [file(id), file(`${id}.raw`, 7, { open: true })])] },
    ],
    ["a client has its RBD image open", { stored: [stored({ watchers: 1 })] }],
    ["the image has just changed", {}, { updated: now - olderThan + 1 }],
    ["its task has just reported", {}, { task: { ...task(), updated: now - 1 } }],
    ["a file of it has just changed", { pods: [pod(0, [file(id, 1, { modified: now - 1 })])] }],
    ["its RBD image has just changed", { stored: [stored({ modified: now - 1 })] }],
  ];
  for (const [title, changes, ofImage] of atWork) {
    it(`are left alone when ${title}`, () => assert.deepEqual(find(changes, ofImage), []));
  }

  const source = { pods: [pod(0), pod(1, [file(id), file(`${id}.raw`, 50)])] };
  const cases: [string, Partial<RescueState>, Partial<ImageRecord>, RegExp, RegExp, object[]][] = [
    [
      "are staged again where their source is complete",
      source,
      {},
      /source is complete on glance-external-api-1/,
      /back to uploading/,
      [restage],
    ],
    [
      "lose first what a killed import has stored, which would be in the way of the next",
      { ...source, stored: [stored()] },
      {},
      /source is complete/,
      /back to uploading/,
      [{ step: "removeStored", name: id }, restage],
    ],
    [
      "are staged again as converted when the source was removed after that",
      { pods: [pod(0), pod(1, [file(`${id}.raw`)])] },
      { diskFormat: "raw" },
      /converted image is complete on glance-external-api-1/,
      /back to uploading/,
      [{ step: "renameFile", pod: "glance-external-api-1", file: `${id}.raw`, to: id }, restage],
    ],
    [
      "are queued when the node was started again since they were converted: their end may be lost",
      { pods: [pod(0), pod(1, [file(`${id}.raw`)], { booted: longAgo })] },
      { diskFormat: "raw" },
      /the node of glance-external-api-1 has been restarted since: the converted image may lack/,
      /uploaded again as raw or deleted/,
      [requeue, { step: "removeFile", pod: "glance-external-api-1", file: `${id}.raw` }],
    ],
    [
      "are staged again where their source is complete, although its node was started again",
      { pods: [pod(0), pod(1, [file(id)], { booted: now - 1 })] },
      {},
      /source is complete on glance-external-api-1/,
      /back to uploading/,
      [restage],
    ],
    [
      "are staged again as converted in place of a source that a crash has brought back",
      { pods: [pod(0), pod(1, [file(id, 50), file(`${id}.raw`)])] },
      { diskFormat: "raw" },
      /converted image is complete on glance-external-api-1/,
      /back to uploading/,
      [{ step: "renameFile", pod: "glance-external-api-1", file: `${id}.raw`, to: id }, restage],
    ],
    [
      "are the operator's when their node was started again, and another pod cannot be looked at",
      { pods: [pod(1, [file(`${id}.raw`)], { booted: now - 1 }), silent] },
      { diskFormat: "raw" },
      /source may be on glance-external-api-2/,
      /^start node n3/,
      [],
    ],
    [
      "are queued when the conversion was not complete and the source is gone",
      { pods: [pod(0), pod(1, [file(`${id}.raw`)])] },
      {},
      /source is gone/,
      /uploaded again as qcow2 or deleted/,
      [requeue, { step: "removeFile", pod: "glance-external-api-1", file: `${id}.raw` }],
    ],
    [
      "are queued when the source is shorter than it was",
      { pods: [pod(0, [file(id, 99)])] },
      {},
      /source is gone/,
      /back to queued/,
      [requeue, { step: "removeFile", pod: "glance-external-api-0", file: id }],
    ],
    [
      "are queued when their download died, whatever of it is there",
      { pods: [pod(0, [file(id)])] },
      { task: task("web-download") },
      /download died/,
      /downloaded again or deleted/,
      [requeue, { step: "removeFile", pod: "glance-external-api-0", file: id }],
    ],
    [
      "are queued without a task when Glance has forgotten that",
      {},
      { task: null },
      /source is gone/,
      /back to queued/,
      [{ ...requeue, task: null }],
    ],
    [
      "are staged again although another pod cannot be looked at: they were imported where they are",
      { ...source, pods: [...source.pods, silent] },
      {},
      /source is complete/,
      /back to uploading/,
      [restage],
    ],
    [
      "are the operator's when a pod cannot be looked at, which may have their source",
      { pods: [pod(0), silent] },
      {},
      /source may be on glance-external-api-2, which cannot be looked at/,
      /^start node n3, or see why glance-external-api-2 is not ready; if the volume is lost/,
      [],
    ],
    [
      "keep what they have stored while a pod cannot be looked at, which may have their source",
      { pods: [pod(0), silent], stored: [stored()] },
      {},
      /source may be on glance-external-api-2/,
      /^start node n3/,
      [],
    ],
    [
      "are the operator's when a pod cannot be looked at, which may download them",
      { pods: [pod(0), silent], claims: [] },
      { task: task("web-download") },
      /may be downloaded on glance-external-api-2, which cannot be looked at/,
      /^start node n3/,
      [],
    ],
    [
      "are queued when their download died, although a pod has no node: it does not run",
      { pods: [pod(0), { ...silent, node: undefined }] },
      { task: task("web-download") },
      /download died/,
      /back to queued/,
      [requeue],
    ],
    [
      "are the operator's when the source may be on the volume of a pod that is scaled away",
      { claims: ["glance-glance-external-api-1", "glance-glance-external-api-4"] },
      {},
      /source may be on glance-external-api-4/,
      /^scale glance-external-api up to 5 \(glance:external\.replicas\); if .* delete the claim/,
      [],
    ],
    [
      "are the operator's when they are in one of several stores already",
      source,
      { locations: 1 },
      /one of several stores/,
      /delete it/,
      [],
    ],
    [
      "are the operator's when what they have stored has snapshots",
      { ...source, stored: [stored({ snapshots: 1 })] },
      {},
      /has snapshots/,
      /by hand/,
      [],
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
