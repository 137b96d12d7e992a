import assert from "node:assert/strict";

import { UnknownValueError } from "@pulumi/policy";

import { disallowSharedStaging } from "../../policy/rules/persistentvolumeclaim/disallowSharedStaging";
import { violations } from "../support/policy";

const claim = "kubernetes:core/v1:PersistentVolumeClaim";
const volume = "kubernetes:core/v1:PersistentVolume";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function validate(type: string, name: string, spec: object, config?: object): string[] {
  return violations(
    disallowSharedStaging,
    type,
    { metadata: { name }, spec: { local: { path: "/srv" }, ...spec } },
    config,
  );
}

describe("persistentvolumeclaim-disallow-shared-staging", () => {
  for (const type of [claim, volume]) {
    describe(type, () => {
      const spec = { storageClassName: "local-storage" };

      it("accepts ReadWriteOnce", () => {
        const modes = { accessModes: ["ReadWriteOnce"] };
        assert.deepEqual(validate(type, "staging", { ...spec, ...modes }), []);
      });

      const refused: [string, unknown][] = [
        ["ReadWriteMany", ["ReadWriteMany"]],
        ["ReadOnlyMany", ["ReadOnlyMany"]],
        ["ReadWriteMany next to ReadWriteOnce", ["ReadWriteOnce", "ReadWriteMany"]],
        ["a mode that does not exist", ["readwriteonce"]],
        ["ReadWriteOncePod of a local class", ["ReadWriteOncePod"]],
        ["an empty list", []],
        ["no access modes", undefined],
        ["null", null],
        ["a text", "ReadWriteMany"],
        ["an object", { 0: "ReadWriteMany" }],
        ["a list of lists", [["ReadWriteMany"]]],
        ["a list with null", [null]],
      ];
      for (const [what, accessModes] of refused) {
        it(`refuses ${what}`, () => {
          assert.equal(validate(type, "staging", { ...spec, accessModes }).length, 1);
        });
      }
    });
  }

  it("names the object, the field and what to write instead", () => {
    assert.deepEqual(
      validate(claim, "images-in", {
        storageClassName: "local-storage",
        accessModes: ["ReadWriteMany"],
      }),
      [
        "PersistentVolumeClaim 'images-in': spec.accessModes must be [\"ReadWriteOnce\"], " +
          "because staged images belong to one Glance pod alone.",
      ],
    );
  });

  describe("finds staging claims", () => {
    const accessModes = ["ReadWriteMany"];

    const byName: [string, boolean][] = [
      ["glance-glance-external-api-0", true],
      ["glance-glance-internal-api-12", true],
      ["glance-staging", true],
      ["glance-images-api-0", true],
      ["glance-cache-api-0", true],
      ["glance-images-glance-single-api-0", false],
      ["glance-images", false],
      ["glance-images-0", false],
      ["glance-cache-glance-single-api-0", false],
      ["data-mariadb-0", false],
      ["data-glance-mariadb-0", false],
      ["glance", false],
    ];
    for (const [name, isStaging] of byName) {
      it(`${isStaging ? "in" : "but not in"} the name ${name}`, () => {
        assert.equal(validate(claim, name, { accessModes }).length, isStaging ? 1 : 0);
        assert.equal(validate(volume, name, { accessModes }).length, isStaging ? 1 : 0);
      });
    }

    it("in the claim that a volume is reserved for", () => {
      const claimRef = { namespace: "openstack", name: "glance-glance-single-api-0" };
      assert.equal(validate(volume, "pv-7", { accessModes, claimRef }).length, 1);
    });

    it("in the older annotation for the class", () => {
      const annotations = { "volume.beta.kubernetes.io/storage-class": "local-storage" };
      const props = { metadata: { name: "data", annotations }, spec: { accessModes } };
      assert.equal(violations(disallowSharedStaging, claim, props).length, 1);
    });

    it("in the configured classes instead of the default one", () => {
      const config = { stagingClasses: ["topolvm"] };
      const local = { accessModes, storageClassName: "local-storage" };
      const topolvm = { accessModes, storageClassName: "topolvm" };
      assert.equal(validate(claim, "data", topolvm, config).length, 1);
      assert.equal(validate(claim, "data", local, config).length, 0);
      assert.equal(validate(claim, "data", topolvm).length, 0);
    });

    it("but not in the claim of another workload", () => {
      assert.deepEqual(
        validate(claim, "data-mariadb-0", { accessModes, storageClassName: "nfs" }),
        [],
      );
    });
  });

  describe("wants of a volume a source that belongs to one pod", () => {
    const spec = {
      local: undefined,
      storageClassName: "local-storage",
      accessModes: ["ReadWriteOnce"],
    };
    const sources: [source: object, isPrivate: boolean][] = [
      [{ local: { path: "/srv" } }, true],
      [{ csi: { driver: "topolvm.io" } }, true],
      [{ csi: { driver: "openshift-storage.rbd.csi.ceph.com" } }, true],
      [{ csi: { driver: "nfs.csi.k8s.io" } }, false],
      [{ csi: { driver: "openshift-storage.cephfs.csi.ceph.com" } }, false],
      [{ csi: { driver: "efs.csi.aws.com" } }, false],
      [{ csi: { driver: "file.csi.azure.com" } }, false],
      [{ csi: { driver: "filestore.csi.storage.gke.io" } }, false],
      [{ csi: { driver: "smb.csi.k8s.io" } }, false],
      [{ csi: {} }, false],
      [{ nfs: { server: "nas", path: "/staging" } }, false],
      [{ cephfs: { monitors: ["mon"] } }, false],
      [{ hostPath: { path: "/mnt/nas" } }, false],
      [{ glusterfs: { endpoints: "g", path: "p" } }, false],
      [{ azureFile: { secretName: "s", shareName: "s" } }, false],
      [{ nfs: { server: "nas", path: "/staging" }, local: { path: "/srv" } }, false],
      [{}, false],
    ];
    for (const [source, isPrivate] of sources) {
      it(`${isPrivate ? "accepts" : "refuses"} ${JSON.stringify(source)}`, () => {
        const expected =
          "PersistentVolume 'pv-1': spec must hold a local volume, or one of a CSI driver for " +
          "block storage, because staged images belong to one Glance pod alone.";
        const messages = validate(volume, "pv-1", { ...spec, ...source });
        assert.deepEqual(messages, isPrivate ? [] : [expected]);
      });
    }

    it("unless the volume is not for staging, or a patch leaves the source out", () => {
      const nfs = { nfs: { server: "nas", path: "/images" } };
      assert.deepEqual(validate(volume, "pv-1", { ...spec, ...nfs, storageClassName: "nfs" }), []);
      assert.deepEqual(validate(`${volume}Patch`, "pv-1", spec), []);
      assert.equal(validate(`${volume}Patch`, "pv-1", { ...spec, ...nfs }).length, 1);
    });
  });

  describe("looks into lists and patches", () => {
    const shared = {
      metadata: { name: "glance-glance-single-api-1" },
      spec: { accessModes: ["ReadWriteMany"] },
    };
    const message =
      "PersistentVolumeClaim 'glance-glance-single-api-1': items[1].spec.accessModes must be " +
      '["ReadWriteOnce"], because staged images belong to one Glance pod alone.';

    it("of claims", () => {
      const list = { items: [{}, shared] };
      const type = "kubernetes:core/v1:PersistentVolumeClaimList";
      assert.deepEqual(violations(disallowSharedStaging, type, list), [message]);
    });

    it("of any kind", () => {
      const items = [{ kind: "ConfigMap" }, { kind: "PersistentVolumeClaim", ...shared }];
      const type = "kubernetes:core/v1:List";
      assert.deepEqual(violations(disallowSharedStaging, type, { items }), [message]);
    });

    it("and leaves what a patch does not mention", () => {
      const spec = { storageClassName: "local-storage" };
      assert.equal(validate(`${claim}Patch`, "x", spec).length, 0);
      assert.equal(
        validate(`${claim}Patch`, "x", { ...spec, accessModes: ["ReadWriteMany"] }).length,
        1,
      );
    });
  });

  describe("during preview", () => {
    it("leaves unknown access modes to Pulumi's note", () => {
      const spec = { storageClassName: "local-storage", accessModes: unknown };
      assert.throws(() => validate(claim, "x", spec), UnknownValueError);
      assert.throws(
        () => validate(claim, "x", { ...spec, accessModes: [unknown] }),
        UnknownValueError,
      );
    });

    it("refuses a shared claim whose name is unknown", () => {
      const spec = { storageClassName: "local-storage", accessModes: ["ReadWriteMany"] };
      assert.match(
        validate(claim, unknown, spec).join(),
        /^PersistentVolumeClaim 'logical-name': /,
      );
    });
  });

  it("leaves other kinds and other providers alone", () => {
    const spec = { storageClassName: "local-storage", accessModes: ["ReadWriteMany"] };
    assert.deepEqual(validate("kubernetes:core/v1:ConfigMap", "glance-staging-0", spec), []);
    assert.deepEqual(validate("other:core/v1:PersistentVolumeClaim", "glance-staging-0", spec), []);
  });
});
