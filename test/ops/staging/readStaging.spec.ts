import assert from "node:assert/strict";

import { stagedImages } from "../../../ops/staging/readStaging";
import type { ImageRecord } from "../../../ops/glance/imageRecord";

const id = "92d288e0-afd0-4a6a-977a-a08e3c8fa80d";
const record: ImageRecord = {
  id,
  status: "uploading",
  size: 1,
  diskFormat: "raw",
  updated: 100,
  locations: 0,
  stageHost: "http://glance-single-api-0.glance-single-api.a.svc:9292",
  task: null,
};

describe("the images that are staged", () => {
  it("have the pod of their stage host", () => {
    const { stageHost, updated } = record;
    assert.deepEqual(stagedImages([id], [record]), [
      { id, status: "uploading", stageHost, stagePod: "glance-single-api-0", updated },
    ]);
  });

  it("may have no stage host", () => {
    const [image] = stagedImages([], [{ ...record, stageHost: null }]);
    assert.deepEqual([image?.stageHost, image?.stagePod], [undefined, undefined]);
  });

  it("are unknown when the database does not have them", () => {
    const [, other] = stagedImages([id, "other"], [record]);
    assert.deepEqual([other?.id, other?.status, other?.updated], ["other", "unknown", undefined]);
  });
});
