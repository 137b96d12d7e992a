import assert from "node:assert/strict";

import type { StagedImage, Staging } from "../../../ops/staging/readStaging";
import { stagingText } from "../../../ops/staging/stagingText";
import { type StagedFile, stagedFile } from "../../../ops/glance/stagingVolume";

const id = "92d288e0-afd0-4a6a-977a-a08e3c8fa80d";
const now = 1_000_000;

function file(name: string): StagedFile {
  return stagedFile({ name, size: 2 ** 20, modified: now - 90, open: false });
}

function image(status: string, stagePod?: string): StagedImage {
  const stageHost = stagePod && `http://${stagePod}.glance-external-api.openstack.svc:9292`;
  return { id, status, stageHost, stagePod, updated: now - 7200 };
}

/** Two pods, of which the first has the files. */
function staging(files: StagedFile[], images: StagedImage[]): Staging {
  const volume = { node: "n1", total: 2 ** 30, free: 2 ** 29, problem: undefined };
  return {
    volumes: [
      { pod: "glance-external-api-0", ...volume, files },
      { pod: "glance-external-api-1", ...volume, files: [] },
    ],
    images,
  };
}

const lines = (found: Staging) => stagingText(found, now).split("\n");
const lastLine = (files: string[], images: StagedImage[]) =>
  (lines(staging(files.map(file), images)).at(-1) ?? "").split(/ {3,}/);

describe("what is staged, as text", () => {
  it("shows the room on every pod, and says that nothing is staged", () => {
    assert.deepEqual(lines(staging([], [])), [
      "POD                     NODE   TOTAL   FREE    FILES",
      "glance-external-api-0   n1     1Gi     512Mi   0",
      "glance-external-api-1   n1     1Gi     512Mi   0",
      "",
      "Nothing is staged.",
    ]);
  });

  it("shows a staged file with its image and stage host", () => {
    assert.deepEqual(lastLine([id], [image("uploading", "glance-external-api-0")]), [
      "glance-external-api-0",
      "n1",
      id,
      "1Mi",
      "90s",
      "uploading",
      "glance-external-api-0",
    ]);
  });

  it("marks files of images that are gone", () => {
    assert.match(lastLine([id], [image("deleted")]).at(-1) ?? "", /the image is gone/);
    assert.match(lastLine([id], [image("unknown")]).at(-1) ?? "", /the image is gone/);
  });

  it("marks what conversions write, and what they have left", () => {
    assert.equal(lastLine([`${id}.raw`], [image("importing")]).at(-1), "conversion");
    assert.equal(lastLine([`${id}.raw`], [image("queued")]).at(-1), "left by a conversion");
  });

  it("marks files that are no image's", () => {
    const row = lastLine(["marker"], []);
    assert.deepEqual(row.slice(-3), ["no image", "-", "Glance does not know such files"]);
  });

  it("marks an image whose stage host is no pod, or another one than that with the file", () => {
    assert.match(
      lastLine([], [image("uploading", "glance-external-api-2")]).at(-1) ?? "",
      /there is no pod glance-external-api-2/,
    );
    assert.equal(
      lastLine([id], [image("uploading", "glance-external-api-1")]).at(-1),
      "not on its stage host",
    );
  });

  it("marks an image whose file is gone", () => {
    const row = lastLine([], [image("uploading", "glance-external-api-1")]);
    assert.deepEqual(row.slice(2, 6), [id, "-", "2h", "uploading"]);
    assert.match(row.at(-1) ?? "", /its file is gone/);
  });

  it("does not say so of a pod that cannot be reached", () => {
    const found = staging([], [image("uploading", "glance-external-api-1")]);
    Object.assign(found.volumes[1] ?? {}, {
      total: undefined,
      free: undefined,
      problem: "no route.",
    });
    assert.match(lines(found)[2] ?? "", /glance-external-api-1 +n1 +- +- +not reached: no route\./);
    assert.match(lines(found).at(-1) ?? "", /its stage host is not reached/);
  });
});
