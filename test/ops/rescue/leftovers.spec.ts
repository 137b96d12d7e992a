import assert from "node:assert/strict";

import { fileFindings, storedFindings } from "../../../ops/rescue/leftovers";
import type { StoredImage } from "../../../ops/rescue/state";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import type { StagedFile } from "../../../ops/glance/stagingVolume";
import { file, id, image, now, olderThan, pod, state, stored, task } from "./state";

const filesLeft = (one: StagedFile, ...images: ImageRecord[]) =>
  fileFindings(state({ pods: [pod(0, [one])], images }), olderThan);
const storedLeft = (changes: Partial<StoredImage>, ...images: ImageRecord[]) =>
  storedFindings(state({ stored: [stored(changes)], images }), olderThan);

describe("staged files", () => {
  const names = [id, `${id}.raw`, `${id}.uc`];
  for (const status of ["deleted", "queued", "active", "killed", "deactivated"]) {
    it(`are removed when their image is ${status}`, () => {
      for (const name of names) {
        const [finding] = filesLeft(file(name), image(status));
        assert.match(finding?.problem ?? "", new RegExp(`${name} is left on .*is ${status}$`));
        assert.deepEqual(finding?.steps, [
          { step: "removeFile", pod: "glance-external-api-0", file: name },
        ]);
      }
    });
  }

  it("are removed when Glance does not know their image", () => {
    assert.match(filesLeft(file(id))[0]?.problem ?? "", /Glance does not know the image/);
  });

  for (const status of ["uploading", "importing", "saving"]) {
    it(`are never removed while their image is ${status}`, () => {
      for (const name of names) {
        assert.deepEqual(filesLeft(file(name), image(status)), []);
      }
    });
  }

  it("are never removed while a process has them open", () => {
    assert.deepEqual(filesLeft(file(id, 1, { open: true }), image("deleted")), []);
  });

  it("are left alone when they have just changed", () => {
    assert.deepEqual(filesLeft(file(id, 1, { modified: now - 1 }), image("deleted")), []);
  });

  it("are left alone while their image is copied to another store", () => {
    assert.deepEqual(filesLeft(file(id), image("active", { task: task("copy-image") })), []);
  });

  it("are removed with a deleted image whose import was locked", () => {
    assert.equal(filesLeft(file(id), image("deleted", { task: task() })).length, 1);
  });

  it("are left alone when their name is none of Glance's", () => {
    assert.deepEqual(filesLeft(file("lost+found")), []);
  });
});

describe("RBD images without a location", () => {
  for (const status of ["deleted", "queued", "killed", "saving", "uploading", "active"]) {
    it(`are removed when their image is ${status}`, () => {
      const [finding] = storedLeft({}, image(status));
      assert.equal(finding?.kind, "orphan");
      assert.deepEqual(finding?.steps, [{ step: "removeStored", name: id }]);
    });
  }

  it("are only listed when Glance does not know them", () => {
    for (const name of [id, "backup-of-somebody", `${id}_disk`]) {
      const [finding] = storedLeft({ name });
      assert.equal(finding?.kind, "foreign");
      assert.deepEqual(finding?.steps, []);
    }
  });

  it("are the operator's when their image is stored elsewhere", () => {
    const [finding] = storedLeft({}, image("active", { locations: 1 }));
    assert.match(finding?.problem ?? "", /Glance has it from elsewhere/);
    assert.deepEqual(finding?.steps, []);
  });

  it("are the operator's when they have snapshots", () => {
    const [finding] = storedLeft({ snapshots: 2 }, image("deleted"));
    assert.match(finding?.problem ?? "", /has 2 snapshots or clones/);
    assert.deepEqual(finding?.steps, []);
  });

  const kept: [string, Partial<StoredImage>, ImageRecord][] = [
    ["a client has them open", { watchers: 1 }, image("deleted")],
    ["they have just changed", { modified: now - 1 }, image("deleted")],
    ["their image is importing", {}, image("importing")],
    ["an import of their image waits for its turn", {}, image("uploading", { task: task() })],
  ];
  for (const [title, changes, record] of kept) {
    it(`are left alone when ${title}`, () => assert.deepEqual(storedLeft(changes, record), []));
  }
});
