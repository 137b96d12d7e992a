import assert from "node:assert/strict";

import { apiTypes, type Layout } from "../../model/names";
import { movesClaims, type PersistentVolume, volumeChangeProblem } from "../../model/volumeChange";
import { planVolumes } from "../../model/volumes";

const plan = (
  nodes: string[],
  layout: Layout = "single",
  volumesPerNode = 2,
  directory = "/mnt/openstack",
) =>
  planVolumes(
    { nodes, volumesPerNode, directory, size: "10Gi" },
    apiTypes(layout),
    "local-storage",
  );
const before = plan(["n1", "n2"]);

const bound = (name: string, claim: string, phase = "Bound"): PersistentVolume => ({
  metadata: { name },
  spec: { claimRef: { namespace: "images", name: claim } },
  status: { phase },
});
const problem = (volume: PersistentVolume, after: ReturnType<typeof plan>) =>
  volumeChangeProblem([volume], "images", after);

describe("a change of the local volumes moves claims", () => {
  it("when a node is added, replaced, or listed in another place", () => {
    assert.ok(movesClaims(before, plan(["n1", "n2", "n3"])));
    assert.ok(movesClaims(before, plan(["n1", "n3"])));
    assert.ok(movesClaims(before, plan(["n2", "n1"])));
  });

  it("when the layout changes", () => {
    assert.ok(movesClaims(before, plan(["n1", "n2"], "split")));
  });

  it("when the volumes are in another directory", () => {
    assert.ok(movesClaims(before, plan(["n1", "n2"], "single", 2, "/srv/glance")));
  });

  it("not when the nodes have more volumes, or fewer", () => {
    assert.ok(!movesClaims(before, plan(["n1", "n2"], "single", 4)));
    assert.ok(!movesClaims(before, plan(["n1", "n2"], "single", 1)));
  });
});

describe("a change of the local volumes is refused", () => {
  it("when a claim would have to be on another volume than the one it is bound to", () => {
    assert.match(
      problem(
        bound("local-storage02-n1", "glance-glance-single-api-2"),
        plan(["n1", "n2", "n3"]),
      ) ?? "",
      /^The claim glance-glance-single-api-2 is bound to the volume local-storage02-n1, and would have to be on local-storage01-n3: .*"Other nodes"\.$/,
    );
  });

  it("when a volume would be in another directory, whether it is bound or not", () => {
    const after = plan(["n1", "n2"], "single", 2, "/srv/glance");
    const volume = bound("local-storage01-n1", "glance-glance-single-api-0", "Available");
    volume.spec.local = { path: "/mnt/openstack/pv01" };
    assert.match(
      problem(volume, after) ?? "",
      /^The volume local-storage01-n1 is in \/mnt\/openstack\/pv01, and cannot move to \/srv\/glance\/pv01: .*"Other nodes"\.$/,
    );
    assert.equal(problem(volume, before), undefined);
  });

  it("when a volume would be kept for another claim", () => {
    assert.match(
      problem(bound("local-storage01-n1", "glance-glance-single-api-0"), plan(["n1"], "split")) ??
        "",
      /^The volume local-storage01-n1 is bound to the claim glance-glance-single-api-0, and would be kept for glance-glance-external-api-0: /,
    );
  });

  it("when a volume would be kept for no claim", () => {
    const spare = [{ name: "local-storage01-n1", path: "/mnt/openstack/pv01" }];
    assert.match(
      volumeChangeProblem([bound("local-storage01-n1", "glance")], "images", spare) ?? "",
      /would be kept for none: /,
    );
  });
});

describe("a change of the namespace is refused", () => {
  it("while a claim in the old one has a volume", () => {
    const volume = bound("local-storage01-n1", "glance-glance-single-api-0");
    assert.match(
      volumeChangeProblem([volume], "others", before) ?? "",
      /^The volume local-storage01-n1 is bound to the claim \S+ in namespace images, and would be kept for namespace others: .*glance:namespace/,
    );
  });
});

describe("a change of the local volumes passes", () => {
  const after = plan(["n1", "n2", "n3"]);

  it("when claims stay where they are", () => {
    assert.equal(
      problem(bound("local-storage01-n2", "glance-glance-single-api-1"), after),
      undefined,
    );
  });

  it("when the volume has lost its claim", () => {
    const released = bound("local-storage02-n1", "glance-glance-single-api-2", "Released");
    assert.equal(problem(released, after), undefined);
  });

  it("when a volume is another stack's, or nobody's", () => {
    const volume = bound("local-storage02-n1", "glance-glance-single-api-2");
    const other = bound("other-storage01-n1", "glance-glance-single-api-0");
    assert.equal(volumeChangeProblem([other], "others", after), undefined);
    assert.equal(problem({ ...volume, spec: {} }, after), undefined);
  });
});
