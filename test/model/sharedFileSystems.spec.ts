import assert from "node:assert/strict";

import { sharedClassProblem } from "../../model/checks";
import { sharedFileSystems, sharedSources } from "../../model/sharedFileSystems";
import { examples } from "../policy/fixtures/sharedFileSystems";

const holdsOne = (parts: readonly string[], name: string) =>
  parts.some((part) => name.includes(part));

describe("the shared file systems", () => {
  it("each have an example", () => {
    assert.deepEqual(
      examples.map(({ fileSystem }) => fileSystem),
      Object.keys(sharedFileSystems),
    );
  });

  for (const { fileSystem, classes, drivers, source } of examples) {
    it(`know ${fileSystem} in every form that it takes`, () => {
      const forms = sharedFileSystems[fileSystem] ?? assert.fail(fileSystem);
      classes.forEach((name) => assert.ok(holdsOne(forms.classes, name), name));
      drivers.forEach((name) => assert.ok(holdsOne(forms.drivers, name), name));
      assert.equal(forms.source, source?.[0]);
      // What is part of no name is not tried.
      for (const part of [...forms.classes, ...forms.drivers]) {
        assert.ok(
          [...classes, ...drivers].some((name) => name.includes(part)),
          part,
        );
      }
    });

    it(`are refused by the configuration, as ${classes.join(" and ")}`, () => {
      classes.forEach((name) => assert.match(sharedClassProblem(name) ?? "", /shared file system/));
    });
  }

  it("are all the shared sources that a PersistentVolume of Kubernetes has", () => {
    assert.deepEqual([...sharedSources].sort(), ["azureFile", "cephfs", "glusterfs", "nfs"]);
  });

  it("are none of the block storage that staging is for", () => {
    for (const name of ["local-storage", "lvms-vg1", "ceph-rbd", "gp3", "managed-csi", "topolvm"]) {
      assert.equal(sharedClassProblem(name), undefined);
    }
  });
});
