import assert from "node:assert/strict";

import { foreignClassProblem, foreignVolumeProblem } from "../../model/foreignStorage";
import type { PersistentVolume } from "../../model/volumeChange";
import { localClass, planVolumes } from "../../model/volumes";

const storage = {
  nodes: ["n1", "n2"],
  volumesPerNode: 1,
  directory: "/mnt/openstack",
  size: "10Gi",
};
const plan = (storageClass = "local-storage", directory = "/mnt/openstack") =>
  planVolumes({ ...storage, directory }, ["single"], storageClass);

/** The volumes of a plan as they are in the cluster once a stack in this namespace has made them. */
const volumes = (namespace: string, planned = plan()): PersistentVolume[] =>
  planned.map(({ name, node, path, claim = "" }) => ({
    metadata: { name },
    spec: {
      local: { path },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ values: [node] }] }] },
      },
      claimRef: { namespace, name: claim },
    },
    status: { phase: "Available" },
  }));

describe("local volumes of somebody else", () => {
  it("are left alone by a stack whose class and directory differ", () => {
    const others = volumes("openstack");
    assert.equal(
      foreignVolumeProblem(others, "edge", plan("edge-storage", "/mnt/edge")),
      undefined,
    );
  });

  it("are not those that the stack itself has made before", () => {
    assert.equal(foreignVolumeProblem(volumes("openstack"), "openstack", plan()), undefined);
  });

  it("are not taken over, though no claim is bound to them yet", () => {
    assert.match(
      foreignVolumeProblem(volumes("openstack"), "edge", plan()) ?? "",
      /^The volume local-storage01-n1 is kept for the namespace openstack: set glance:staging\.storageClass and /,
    );
  });

  it("do not get a directory shared under another name", () => {
    assert.match(
      foreignVolumeProblem(volumes("openstack"), "edge", plan("edge-storage")) ?? "",
      /^The volume local-storage01-n1 has the directory \/mnt\/openstack\/pv01 on n1, and edge-storage01-n1 would share it: /,
    );
    const [volume] = volumes("openstack");
    assert.ok(volume?.spec.local);
    volume.spec.local.path = "/mnt/openstack/pv01/";
    assert.ok(foreignVolumeProblem([volume], "edge", plan("edge-storage")));
  });

  it("may have the same directory on another node", () => {
    const others = volumes("openstack", plan()).filter(({ metadata }) =>
      metadata.name.endsWith("n2"),
    );
    const ours = plan("edge-storage").filter(({ node }) => node === "n1");
    assert.equal(foreignVolumeProblem(others, "edge", ours), undefined);
  });
});

describe("a storage class of somebody else", () => {
  const local = { metadata: { name: "local-storage" }, ...localClass };

  it("is used when it has local volumes", () => {
    assert.equal(foreignClassProblem(local, "local-storage", false), undefined);
    assert.equal(foreignClassProblem(local, "local-storage", true), undefined);
    assert.equal(foreignClassProblem(undefined, "local-storage", true), undefined);
  });

  it("is refused when it makes volumes, or binds them before pods have a node", () => {
    const other = { ...local, provisioner: "ebs.csi.aws.com" };
    assert.match(
      foreignClassProblem(other, "local-storage", true) ?? "",
      /^The StorageClass local-storage has the provisioner ebs\.csi\.aws\.com .*: set glance:staging\.storageClass/,
    );
    const { volumeBindingMode: _, ...immediate } = local;
    assert.match(foreignClassProblem(immediate, "local-storage", false) ?? "", /mode Immediate/);
  });

  it("must exist when the stack does not make it", () => {
    assert.match(
      foreignClassProblem(undefined, "fast", false) ?? "",
      /^The StorageClass fast does not exist: make it, or set glance:localStorage\.createStorageClass/,
    );
  });
});
