import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { remedyFor, whyNotReady } from "../../../ops/deploy/podTrouble";
import { readSummary } from "../../../ops/deploy/readSummary";
import { summaryText } from "../../../ops/deploy/summary";
import type { PodObject } from "../../../ops/glance/podObject";
import { removeStandIn, standIn } from "../../support/kubectl";
import { testStack } from "../../support/stack";
import { stackValue } from "../../support/stackConfig";

const ready = { conditions: [{ type: "Ready", status: "True" }] };
const pod = (name: string, status: object = ready): PodObject => ({ metadata: { name }, status });
const container = (name: string, state: object, lastState: object = {}) => ({
  containerStatuses: [{ name, ready: false, state, lastState }],
});
const warning = (name: string, message: string, lastTimestamp: string | null = null) => ({
  involvedObject: { name },
  message,
  lastTimestamp,
  eventTime: "2026-01-01T00:00:05.000000Z",
});

const sixPods = ["external", "internal"].flatMap((api) =>
  [0, 1, 2].map((ordinal) => pod(`glance-${api}-api-${ordinal}`)),
);

/** Has kubectl show these objects, and this log of containers before. */
function show(
  pods: readonly object[],
  warnings: readonly object[] = [],
  log = "",
  jobs: readonly object[] = [],
): void {
  standIn(`case "$*" in
    *events*) printf %s '${JSON.stringify({ items: warnings })}' ;;
    *"get jobs"*) printf %s '${JSON.stringify({ items: jobs })}' ;;
    *--previous*) ${log === "" ? "exit 1" : `echo '${log}'`} ;;
    *logs*) echo 'of now' ;;
    *) printf %s '${JSON.stringify({ items: pods })}' ;;
  esac`);
}

async function text(changes: Record<string, unknown> = {}): Promise<string> {
  const stack = testStack(changes);
  return summaryText(stack, await readSummary(stack));
}

describe("the summary of a deployment", () => {
  afterEach(removeStandIn);

  it("shows URLs and pods, and what to do with a deployment that is ready", async () => {
    show(sixPods);
    assert.equal(
      await text(),
      [
        "API        URL IN THE CLUSTER                          PODS READY",
        "external   http://glance-external.openstack.svc:9292   3 of 3",
        "internal   http://glance-internal.openstack.svc:9292   3 of 3",
        "",
        "Next:",
        "  npm run verify:import -- --stack test   import an image from one pod through another",
        "  npm run up -- --stack test --config replicas=1   scale; claims and volumes stay",
        "  npm run down -- --stack test   remove it again",
      ].join("\n"),
    );
  });

  it("is the one of the README", async () => {
    show(sixPods);
    const readme = readFileSync(join(__dirname, "../../../README.md"), "utf8");
    const [table = ""] = (await text()).split("\n\n");
    assert.ok(readme.includes(table));
  });

  it("shows where clients elsewhere come in", async () => {
    show(sixPods);
    const expose = { kind: "Ingress", host: "images.example.org" };
    assert.match(
      await text({ expose }),
      /\nClients elsewhere use https:\/\/images\.example\.org\.\n/,
    );
    const keystone = stackValue("keystone", { publicUrl: "https://glance.example.org:9292" });
    assert.match(await text({ keystone }), /use https:\/\/glance\.example\.org:9292\.\n/);
  });

  it("says of pods that are not ready why, with the last line of their log", async () => {
    const crashed = { terminated: { exitCode: 1, reason: "Error" } };
    const waiting = { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s" } };
    show(
      [
        ...sixPods.slice(0, 4),
        pod("glance-internal-api-1", container("glance-api", waiting, crashed)),
        {
          ...pod("glance-db-sync-1-x", { phase: "Failed" }),
          metadata: { name: "glance-db-sync-1-x", labels: { "job-name": "glance-db-sync-1" } },
        },
        pod("glance-db-sync-1-y", { phase: "Succeeded" }),
      ],
      [warning("glance-internal-api", "create Pod failed: exceeded quota")],
      "ConfigFileValueError: no such option",
    );
    assert.equal(
      await text(),
      [
        "API        URL IN THE CLUSTER                          PODS READY",
        "external   http://glance-external.openstack.svc:9292   3 of 3",
        "internal   http://glance-internal.openstack.svc:9292   1 of 3",
        "",
        "Not ready:",
        "  pod/glance-internal-api-1   glance-api ended with exit code 1: ConfigFileValueError: no such option",
        "  pod/glance-db-sync-1-x   Failed",
        "  statefulset/glance-internal-api   1 of 3 pods are not there: create Pod failed: exceeded quota",
        "    Raise the ResourceQuota of the namespace, or lower glance:resources.",
        "",
        "Next:",
        "  kubectl --namespace openstack describe pod/glance-internal-api-1   all that Kubernetes says of it",
        "  npm run ops -- logs --stack test   what Glance says",
        "  npm run up -- --stack test   go on, when it is mended",
      ].join("\n"),
    );
  });

  it("says of common reasons what to do, and shows the reason and not the back-off", async () => {
    const waiting = { waiting: { reason: "ImagePullBackOff", message: "Back-off pulling image" } };
    const mount = 'MountVolume.NewMounter failed for volume "v" : path "/mnt/pv01" does not exist';
    const bind =
      "0/3 nodes are available: 3 node(s) did not find available persistent volumes to bind";
    show(
      [
        pod("glance-external-api-0", container("glance-api", waiting)),
        pod("glance-external-api-1", container("a", { waiting: { reason: "ContainerCreating" } })),
        pod("glance-external-api-2", {
          conditions: [{ type: "PodScheduled", status: "False", message: bind }],
        }),
        pod("glance-internal-api-0", container("glance-api", { terminated: { exitCode: 1 } })),
        ...sixPods.slice(4),
      ],
      [
        warning(
          "glance-external-api-0",
          "Failed to pull image x: not found",
          "2026-01-01T00:00:01Z",
        ),
        warning("glance-external-api-0", "Error: ImagePullBackOff", "2026-01-01T00:00:09Z"),
        warning("glance-external-api-1", mount),
      ],
      "rados.PermissionDeniedError: [errno 13] RADOS permission denied\nVACUUM: pidfile removed.",
    );
    const [, troubles = ""] = /Not ready:\n([^]*?)\n\n/.exec(await text()) ?? [];
    assert.deepEqual(troubles.split("\n"), [
      "  pod/glance-external-api-0   Failed to pull image x: not found",
      "    Set glance:image to an image that the nodes can pull, and glance:pod.imagePullSecrets if its registry wants a login.",
      `  pod/glance-external-api-1   ${mount}`,
      "    Make this directory on the node: npm run plan shows which volume is where.",
      `  pod/glance-external-api-2   ${bind}`,
      "    npm run plan shows which volume the pod needs: kubectl get pv, whether it is there and free.",
      "  pod/glance-internal-api-0   glance-api ended with exit code 1: rados.PermissionDeniedError: [errno 13] RADOS permission denied",
      "    Compare glance:ceph.user and glance:ceph.key with ceph auth get, and set them again.",
    ]);
  });

  it("does not tell of the pod of a Job that a later one has completed", async () => {
    const job = (name: string, phase: string) => ({
      metadata: { name, labels: { "job-name": "glance-db-sync-1" } },
      status: { phase },
    });
    show([...sixPods, job("x", "Failed"), job("y", "Succeeded")]);
    assert.doesNotMatch(await text(), /Not ready/);
    show([...sixPods, job("x", "Failed")]);
    assert.match(await text(), /Not ready:\n {2}pod\/x {3}Failed\n/);
  });

  it("tells of the pod of a Job that does not begin, and of a Job without one", async () => {
    const job = (name: string, ours = "glance", succeeded = 0) => ({
      metadata: { name },
      spec: { template: { metadata: { labels: { "app.kubernetes.io/part-of": ours } } } },
      status: { succeeded },
    });
    const waiting = pod(
      "sync-x",
      container("sync", { waiting: { reason: "ErrImagePull", message: "not found" } }),
    );
    show(
      [
        ...sixPods,
        {
          metadata: { name: "sync-x", labels: { "job-name": "sync" } },
          status: { ...waiting.status, phase: "Pending" },
        },
      ],
      ["sync", "create", "done", "theirs"].map((name) => warning(name, "exceeded quota: q")),
      "",
      [job("sync"), job("create"), job("done", "glance", 1), job("theirs", "other")],
    );
    const [, troubles = ""] = /Not ready:\n([^]*?)\n\n/.exec(await text()) ?? [];
    assert.deepEqual(troubles.split("\n"), [
      "  pod/sync-x   sync: ErrImagePull, not found",
      "    Set glance:image to an image that the nodes can pull, and glance:pod.imagePullSecrets if its registry wants a login.",
      "  job/create   its pod is not there: exceeded quota: q",
      "    Raise the ResourceQuota of the namespace, or lower glance:resources.",
    ]);
  });

  it("takes the log of now where there is none of before", async () => {
    const ended = container("log", { terminated: { exitCode: 137, reason: "OOMKilled" } });
    show([pod("glance-external-api-0", ended)]);
    assert.match(
      await text({ replicas: 1 }),
      /log ended with exit code 137 \(OOMKilled\): of now\n/,
    );
  });
});

describe("what to do about a reason", () => {
  const remedies: [why: string, remedy: RegExp][] = [
    [
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {a: b}",
      /^Make room/,
    ],
    [
      "0/3 nodes are available: 3 node(s) had untolerated taint {storage: only}",
      /glance:pod\.tolerations/,
    ],
    [
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector",
      /glance:pod\.nodeSelector/,
    ],
    ["0/3 nodes are available: 3 Too many pods", /more pods/],
    [
      'pods "p" is forbidden: exceeded quota: q, requested: limits.cpu=1',
      /^Raise the ResourceQuota/,
    ],
    [
      "forbidden: failed quota: q: must specify limits.cpu for: glance-api",
      /glance:pod\.resources/,
    ],
    ["forbidden: maximum cpu usage per Container is 1, but limit is 2", /LimitRange/],
    ['MountVolume.SetUp failed for volume "tls" : secret "glance-tls" not found', /^Make it/],
  ];
  for (const [why, remedy] of remedies) {
    it(`is told: ${why}`, () => {
      assert.match(remedyFor(why) ?? "", remedy);
    });
  }

  it("is not told of what passes by itself", () => {
    assert.equal(remedyFor("it runs, but does not answer its readiness probe yet"), undefined);
  });
});

describe("why a pod is not ready", () => {
  const unscheduled = {
    conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available" }],
  };
  const cases: [what: string, status: object, why: string][] = [
    ["no node", unscheduled, "0/3 nodes are available"],
    [
      "an image that cannot be pulled",
      container("glance-api", { waiting: { reason: "ErrImagePull", message: "not found" } }),
      "glance-api: ErrImagePull, not found",
    ],
    [
      "an init container that ended",
      {
        initContainerStatuses: container("wait", { terminated: { exitCode: 2 } }).containerStatuses,
      },
      "wait ended with exit code 2",
    ],
    [
      "what Kubernetes warned of last",
      container("glance-api", { waiting: { reason: "ContainerCreating" } }),
      "the volume is in use",
    ],
  ];
  const warnings = [
    warning("p", "the volume is in use", "2026-01-01T00:00:09Z"),
    warning("p", "the volume is missing"),
    warning("q", "of another pod", "2026-01-01T00:00:10Z"),
  ];
  for (const [what, status, why] of cases) {
    it(`is told: ${what}`, () => {
      assert.equal(whyNotReady(pod("p", status), warnings), why);
    });
  }

  it("is told without warnings: it runs, or waits", () => {
    assert.match(
      whyNotReady(pod("p", { phase: "Running" }), []),
      /does not answer its readiness probe/,
    );
    assert.equal(whyNotReady(pod("p", {}), []), "Pending");
    assert.equal(whyNotReady(pod("p", { phase: "Failed", message: "evicted" }), []), "evicted");
  });
});
