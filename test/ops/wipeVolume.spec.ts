import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pythonSource } from "../../ops/python";
import { wipeClaim, wipeJob } from "../../ops/wipeVolume/manifests";
import { type PersistentVolume, wipeProblem, type WipeRules } from "../../ops/wipeVolume/volume";

const name = "local-storage01-n3";
const claimRef = { namespace: "openstack", name: "glance-glance-external-api-2", uid: "old" };
const rules: WipeRules = {
  namespace: "openstack",
  storageClass: "local-storage",
  confirmation: name,
  claimUid: undefined,
};

function volume(spec: Partial<PersistentVolume["spec"]> = {}, phase = "Released") {
  return {
    metadata: { name },
    spec: {
      storageClassName: "local-storage",
      local: { path: "/mnt/openstack/pv01" },
      persistentVolumeReclaimPolicy: "Retain",
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      claimRef,
      ...spec,
    },
    status: { phase },
  };
}

function notLocal(): PersistentVolume["spec"] {
  const spec: PersistentVolume["spec"] = volume().spec;
  delete spec.local;
  return spec;
}

describe("wipe-volume", () => {
  const begun = { claimRef: { namespace: "openstack", name: `wipe-${name}` } };
  const allowed: [string, PersistentVolume, Partial<WipeRules>?][] = [
    ["is Released", volume()],
    [
      "is Released while its pod waits with a new claim of that name",
      volume(),
      { claimUid: "new" },
    ],
    ...["Available", "Bound", "Released"].map((phase): [string, PersistentVolume] => [
      `is ${phase} for the temporary claim of an earlier run`,
      volume(begun, phase),
    ]),
  ];
  for (const [title, one, changes] of allowed) {
    it(`empties a volume that ${title}`, () => {
      assert.equal(wipeProblem(one, { ...rules, ...changes }), undefined);
    });
  }

  const refused: [string, PersistentVolume, Partial<WipeRules>, RegExp][] = [
    ["is not confirmed", volume(), { confirmation: "other" }, /write --confirm local-storage01-n3/],
    ["is Bound", volume({}, "Bound"), {}, /is Bound for openstack\/glance-.*: only a Released/],
    ["is Available", volume({}, "Available"), {}, /is Available for .*: only a Released volume/],
    ["has its claim still", volume(), { claimUid: "old" }, /claim openstack\/.* still exists/],
    ["is of another class", volume({ storageClassName: "fast" }), {}, /is of class fast: choose/],
    ["is not local", { ...volume(), spec: notLocal() }, {}, /is no local volume/],
    [
      "was bound in another namespace",
      volume({ claimRef: { ...claimRef, namespace: "other" } }),
      {},
      /was bound to other\/glance-/,
    ],
    [
      "would be deleted with its claim",
      volume({ persistentVolumeReclaimPolicy: "Delete" }),
      {},
      /has the reclaim policy Delete: set Retain/,
    ],
    [
      "is kept for a temporary claim but not confirmed",
      volume(begun),
      { confirmation: "" },
      /write --confirm/,
    ],
  ];
  for (const [title, one, changes, problem] of refused) {
    it(`refuses a volume that ${title}`, () => {
      assert.match(wipeProblem(one, { ...rules, ...changes }) ?? "", problem);
    });
  }

  it("claims that volume and no other", () => {
    const { metadata, spec } = wipeClaim(volume(), "openstack");
    assert.deepEqual([metadata.name, spec.volumeName], [`wipe-${name}`, name]);
    assert.equal(spec.resources.requests.storage, "10Gi");
  });

  it("empties it in a pod that no Service of Glance selects", () => {
    const { metadata, spec } = wipeJob(name, "openstack", "glance:1").spec.template;
    assert.equal("app.kubernetes.io/name" in metadata.labels, false);
    assert.deepEqual(spec.volumes, [
      { name: "volume", persistentVolumeClaim: { claimName: `wipe-${name}` } },
    ]);
  });

  it("deletes all files and folders, follows no link, and leaves what the file system keeps", () => {
    const directory = mkdtempSync(join(tmpdir(), "wipe-"));
    const outside = mkdtempSync(join(tmpdir(), "kept-"));
    try {
      writeFileSync(join(outside, "kept"), "kept");
      mkdirSync(join(directory, "store", "deep"), { recursive: true });
      mkdirSync(join(directory, "lost+found"));
      writeFileSync(join(directory, "store", "deep", "image"), "x".repeat(1000));
      writeFileSync(join(directory, ".hidden"), "y");
      symlinkSync(outside, join(directory, "store", "link"));

      const script = pythonSource("wipe_volume");
      const output = execFileSync("python3", ["-c", script, directory], { encoding: "utf8" });
      assert.deepEqual(JSON.parse(output), { files: 2, bytes: 1001 });
      assert.deepEqual(readdirSync(directory), ["lost+found"]);
      assert.deepEqual(readdirSync(outside), ["kept"]);
    } finally {
      rmSync(directory, { recursive: true });
      rmSync(outside, { recursive: true });
    }
  });
});
