import assert from "node:assert/strict";
import { tmpdir } from "node:os";

import { refuseVolumesUpdate, type VolumesUpdate } from "../../components/volumeGuard";
import { lastCall, removeStandIn, standIn } from "../support/kubectl";

const args = (...nodes: string[]): VolumesUpdate => ({
  namespace: "images",
  layout: "single",
  localStorage: { nodes, volumesPerNode: 2, directory: "/mnt/openstack", size: "10Gi" },
});
const update = (before: VolumesUpdate | undefined, after: VolumesUpdate, isPreview = false) =>
  refuseVolumesUpdate({ context: "prod" }, before, after, isPreview);
const answer = (list: string) =>
  standIn(`case "$*" in *persistentvolumes*) echo '${list}' ;; esac`);

const volumes = (phase: string) =>
  JSON.stringify({
    items: [
      {
        metadata: { name: "local-storage02-n1" },
        spec: { claimRef: { namespace: "images", name: "glance-glance-single-api-2" } },
        status: { phase },
      },
    ],
  });

describe("the volume guard of the program", () => {
  afterEach(removeStandIn);

  it("refuses to add a node while a claim that would move is bound", async () => {
    answer(volumes("Bound"));
    await assert.rejects(update(args("n1", "n2"), args("n1", "n2", "n3")), {
      message: /^The claim glance-glance-single-api-2 is bound to the volume local-storage02-n1,/,
    });
    assert.match(lastCall() ?? "", /^--context prod --namespace images get /);
  });

  it("lets a node be added when no claim that would move is bound", async () => {
    answer(volumes("Released"));
    await assert.doesNotReject(update(args("n1", "n2"), args("n1", "n2", "n3")));
  });

  it("refuses another namespace while a claim in the old one is bound", async () => {
    answer(volumes("Bound"));
    await assert.rejects(update(args("n1"), { ...args("n1"), namespace: "others" }), {
      message: /^The volume local-storage02-n1 is bound to the claim \S+ in namespace images,/,
    });
  });

  it("refuses when the cluster cannot be asked, and says why", async () => {
    standIn("echo 'error: no route to host' >&2; exit 1");
    await assert.rejects(update(args("n1"), args("n2")), {
      message:
        /which ones the cluster has is not known \(error: no route to host\): run this again/,
    });
    process.env["PATH"] = tmpdir();
    await assert.rejects(update(args("n1", "n2"), args("n2", "n1")), {
      message: /there is no kubectl on PATH/,
    });
  });

  it("does not ask when no claim moves", async () => {
    standIn("exit 1");
    const more = args("n1", "n2");
    await update(args("n1", "n2"), {
      ...more,
      localStorage: { ...more.localStorage, size: "20Gi" },
    });
    assert.equal(lastCall(), undefined);
  });

  it("refuses to make volumes that another namespace has", async () => {
    answer(volumes("Available"));
    await assert.rejects(update(undefined, { ...args("n1"), namespace: "others" }), {
      message: /^The volume local-storage02-n1 is kept for the namespace images: /,
    });
    await assert.doesNotReject(update(undefined, args("n1")));
  });

  it("refuses to make volumes unseen, but previews them without a cluster", async () => {
    standIn("exit 1");
    await assert.rejects(update(undefined, args("n1")), { message: /run this again/ });
    await assert.doesNotReject(update(undefined, args("n1"), true));
    await assert.rejects(update(args("n1", "n2"), args("n2", "n1"), true), {
      message: /run this again/,
    });
  });
});
