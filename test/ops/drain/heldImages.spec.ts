import assert from "node:assert/strict";

import { podName } from "../../../model/names";
import { type HeldImage, heldImages, podsToDrain, remedy } from "../../../ops/drain/heldImages";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import { type ListedFile, stagedFile } from "../../../ops/glance/stagingVolume";

const pods = (
  [
    ["external", 0],
    ["external", 1],
    ["internal", 1],
  ] as const
).map(([apiType, ordinal]) => ({
  name: podName(apiType, ordinal),
  apiType,
  ordinal,
  node: "n1",
  ready: true,
  started: undefined,
}));
const id = "11111111-2222-3333-4444-555555555555";

const pod = "glance-external-api-1";

/** What is held of files that are staged on the pod, with these images in the database. */
function held(files: Partial<ListedFile>[], images: Partial<ImageRecord>[]): HeldImage[] {
  const file = { name: id, size: 10, modified: 0, open: false };
  const image = {
    id,
    status: "uploading",
    size: 10,
    diskFormat: "raw",
    updated: 0,
    locations: 0,
    stageHost: "http://glance-external-api-1",
    task: null,
  };
  return heldImages(
    [{ pod, files: files.map((one) => stagedFile({ ...file, ...one })) }],
    images.map((one) => ({ ...image, ...one })),
  );
}

describe("draining", () => {
  it("is about the pods that are too many of each API, or about one", () => {
    assert.deepEqual(podsToDrain(pods, "1"), ["glance-external-api-1", "glance-internal-api-1"]);
    assert.deepEqual(podsToDrain(pods, "3"), []);
    assert.deepEqual(podsToDrain(pods, "glance-external-api-0"), ["glance-external-api-0"]);
  });

  it("refuses a pod that does not exist, and names those that do", () => {
    assert.throws(() => podsToDrain(pods, "glance-external-api-7"), {
      message:
        /^There is no pod glance-external-api-7: write a number of replicas, or one of glance-external-api-0,/,
    });
  });

  it("tells what waits for an import from what goes on by itself", () => {
    assert.deepEqual(held([{}], [{}]), [{ pod, image: id, state: "staged", size: 10 }]);
    assert.equal(held([{ open: true }], [{ stageHost: null }])[0]?.state, "uploading");
    assert.equal(held([{ open: true }], [{ status: "importing" }])[0]?.state, "importing");
  });

  it("counts source and converted image as one", () => {
    const files = [{}, { name: `${id}.raw`, size: 5 }];
    assert.deepEqual(
      held(files, [{ status: "importing" }]).map(({ size }) => size),
      [15],
    );
  });

  it("takes for leftovers what belongs to no image, or to one that needs it no longer", () => {
    assert.equal(held([{ name: "lost+found" }], [])[0]?.state, "leftover");
    assert.equal(held([{}], [{ status: "active" }])[0]?.state, "leftover");
    assert.equal(held([{}], [{ status: "deleted" }])[0]?.state, "leftover");
  });

  it("says what to do about what is left", () => {
    const one = (kind: HeldImage["state"]) => [{ pod: "p", image: id, state: kind, size: 1 }];
    assert.match(remedy(one("staged"), false), /^import what is staged with --import/);
    assert.match(remedy(one("staged"), true), /^wait longer with --timeout/);
    assert.match(remedy(one("importing"), false), /^wait longer with --timeout/);
    assert.match(remedy(one("leftover"), true), /rescue --repair$/);
  });
});
