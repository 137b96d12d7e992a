import assert from "node:assert/strict";

import { sharedClassProblem } from "../../model/checks";
import {
  namePattern,
  sharedDriverWords,
  sharedFileSystems,
  sharedSources,
} from "../../model/sharedFileSystems";
import { examples } from "../policy/fixtures/sharedFileSystems";

const holdsOne = (parts: readonly string[], name: string) =>
  new RegExp(namePattern(parts)).test(name);

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
      classes.forEach((name) => assert.ok(holdsOne(forms.words, name), name));
      drivers.forEach((name) => assert.ok(holdsOne(sharedDriverWords, name), name));
      assert.equal(forms.source, source?.[0]);
      // What is part of no name is not tried.
      for (const part of [...forms.words, ...(forms.drivers ?? [])]) {
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

  it("are not told by a short word within another one", () => {
    for (const name of ["refs-block", "chefs2", "canasta", "dynasty-1", "plasmb", "xfsx", "is3"]) {
      assert.equal(sharedClassProblem(name), undefined, name);
    }
    for (const name of ["EFS", "my.efs", "efs2", "k8s-nas", "S3", "smb_share"]) {
      assert.notEqual(sharedClassProblem(name), undefined, name);
    }
  });

  it("may be told by any text", () => {
    assert.match("a.b+c", new RegExp(`^(${namePattern(["a.b+c"])})$`));
    assert.doesNotMatch("axb+c", new RegExp(`^(${namePattern(["a.b+c"])})$`));
  });

  it("are none of the block storage that staging is for", () => {
    for (const name of ["local-storage", "lvms-vg1", "ceph-rbd", "gp3", "managed-csi", "topolvm"]) {
      assert.equal(sharedClassProblem(name), undefined);
    }
  });
});
