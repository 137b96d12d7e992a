import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, uptime } from "node:os";
import { join } from "node:path";

import {
  imageIds,
  type ListedFile,
  stagedFile,
  type VolumeContent,
} from "../../../ops/glance/stagingVolume";
import { runModule } from "../../support/python";

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

describe("a staging volume", () => {
  it("is listed with what is open on it, and with the time when its node was started", () => {
    const directory = mkdtempSync(join(tmpdir(), "staging-"));
    const path = (name: string) => join(directory, name);
    writeFileSync(path(id), "source");
    writeFileSync(path(`${id}.raw`), "");
    truncateSync(path(`${id}.raw`), 2 ** 20);
    utimesSync(path(id), 1000, 1000);
    utimesSync(path(`${id}.raw`), 2000, 2000);
    const descriptor = openSync(path(`${id}.raw`), "r");
    try {
      const listed = runModule<VolumeContent>("staging_volume", directory);
      const files: ListedFile[] = [
        { name: id, size: 6, modified: 1000, open: false },
        { name: `${id}.raw`, size: 2 ** 20, modified: 2000, open: true },
      ];
      assert.deepEqual(listed.files, files);
      assert.ok(listed.total >= listed.free && listed.free > 0);
      assert.ok(Math.abs(Date.now() / 1000 - uptime() - listed.booted) < 5, String(listed.booted));
    } finally {
      closeSync(descriptor);
      rmSync(directory, { recursive: true });
    }
  });
});
