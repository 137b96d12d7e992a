import assert from "node:assert/strict";

import { imageIds, stagedFile } from "../../../ops/staging/stagingVolume.js";

const id = "92d288e0-afd0-4a6a-977a-a08e3c8fa80d";
const file = (name: string) => stagedFile({ name, size: 1, modified: 0, open: false });

describe("a staged file", () => {
  it("belongs to the image before the first dot of its name", () => {
    assert.equal(file(id).image, id);
    assert.equal(file(`${id}.raw`).image, id);
    assert.equal(file("marker").image, undefined);
    assert.equal(file(`x${id}`).image, undefined);
  });

  it("is converted when a conversion has named it", () => {
    assert.equal(file(`${id}.raw`).converted, true);
    assert.equal(file(id).converted, false);
  });

  it("shares its image with others, and may have none", () => {
    assert.deepEqual(imageIds([file(id), file(`${id}.raw`), file("marker")]), [id]);
  });
});
