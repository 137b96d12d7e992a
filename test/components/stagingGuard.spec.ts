import assert from "node:assert/strict";
import { tmpdir } from "node:os";

import { type GuardedArgs, refuseUpdate } from "../../components/stagingGuard";
import { lastCall, removeStandIn, standIn } from "../support/kubectl";

const args = (replicas: number, size = "10Gi"): GuardedArgs => ({
  namespace: "images",
  layout: "single",
  replicas,
  staging: { size, storageClass: "local-storage", retain: true, resizing: false },
});

/** A cluster in which the pods have their claims, and this comes of a look into one. */
const claimed = (look: string) => `case "$*" in *" pvc "*) echo NAME ;; *) ${look} ;; esac`;

const update = (before: GuardedArgs, after: GuardedArgs, allowStagedLoss = false) =>
  refuseUpdate({ context: "prod" }, before, { ...after, allowStagedLoss });

describe("the staging guard of the program", () => {
  afterEach(removeStandIn);

  it("refuses to scale down while an image is staged on a pod that goes", async () => {
    standIn(claimed("echo 1a2b"));
    await assert.rejects(update(args(3), args(2)), {
      message: /^glance-single-api-2 would be removed, where an image is staged \(1a2b\)/,
    });
  });

  it("refuses another namespace while an image is staged in the old one", async () => {
    standIn(claimed("echo 1a2b"));
    await assert.rejects(update(args(3), { ...args(3), namespace: "others" }), {
      message: /^glance-single-api-0 would be removed, where an image is staged \(1a2b\)/,
    });
    assert.match(lastCall() ?? "", / --namespace images /);
  });

  it("refuses a certificate for the pods, or none any more, while an image is staged on any of them", async () => {
    standIn(claimed("echo 1a2b"));
    const secure = { ...args(3), tls: { secret: "glance-tls", ca: { secret: "ca" } } };
    const message =
      /^glance-single-api-0 would get a URL with another scheme, because of glance:tls, where an image is staged \(1a2b\) .* or set glance:allowStagedLoss/;
    await assert.rejects(update(args(3), secure), { message });
    await assert.rejects(update(secure, args(3)), { message });
    await assert.doesNotReject(update(args(3), secure, true));
    const trusting = { ...args(3), tls: { ca: { secret: "ca" } } };
    await assert.doesNotReject(update(args(3), trusting));
    standIn(claimed("true"));
    await assert.doesNotReject(update(args(3), secure));
  });

  it("looks into the pods of the stack's own cluster and namespace", async () => {
    standIn(claimed("true"));
    await update(args(3), args(2));
    assert.match(
      lastCall() ?? "",
      /^--context prod --namespace images exec glance-single-api-2 -c glance-api -- ls -A /,
    );
  });

  it("knows the pods of a stack that was deployed with replicas by API", async () => {
    standIn(claimed("echo 1a2b"));
    const replicas = { external: 0, internal: 0, single: 3 } as unknown as number;
    await assert.rejects(update({ ...args(3), replicas }, args(2)), {
      message: /^glance-single-api-2 would be removed,/,
    });
    await assert.doesNotReject(update({ ...args(3), replicas }, args(3)));
  });

  it("lets pods go on which nothing is staged", async () => {
    standIn(claimed("true"));
    await assert.doesNotReject(update(args(3), args(1)));
  });

  it("refuses to scale down when a pod cannot be looked into, and says why", async () => {
    standIn(claimed("echo 'error: pod is not running' >&2; exit 1"));
    await assert.rejects(update(args(3), args(2)), {
      message: /what is staged there is not known \(error: pod is not running\)/,
    });
    process.env["PATH"] = tmpdir();
    await assert.rejects(update(args(3), args(2)), { message: /there is no kubectl on PATH/ });
  });

  it("lets pods go that never had a claim, as after a deployment that failed early", async () => {
    standIn(`case "$*" in *" pvc "*) ;; *) echo 'pods not found' >&2; exit 1 ;; esac`);
    await update(args(3), args(0));
    assert.equal(
      lastCall(),
      "--context prod --namespace images get pvc glance-glance-single-api-2 --ignore-not-found",
    );
  });

  it("does not look when staged images may be lost, or when no pod goes", async () => {
    standIn("exit 1");
    await assert.doesNotReject(update(args(3), args(2), true));
    await assert.doesNotReject(update(args(3), args(4)));
  });

  it("refuses to replace the StatefulSet, even when staged images may be lost", async () => {
    await assert.rejects(update(args(3), args(3, "20Gi"), true), {
      message: /^glance:staging\.size goes from 10Gi to 20Gi/,
    });
  });
});
