import assert from "node:assert/strict";

import { imageProblem } from "../../../ops/deploy/imageProblem";
import { waitUntilReady } from "../../../ops/deploy/readiness";
import { removeStandIn, standIn } from "../../support/kubectl";
import { cluster } from "../../support/stack";

const message = "The image does not fit: it has no uwsgi on PATH, which serves Glance.\n";
const refused = { terminated: { exitCode: 78, message } };

const set = (status: object) => ({ metadata: { generation: 2 }, status });
const current = set({ observedGeneration: 2, updateRevision: "new" });

const pod = (revision: string, containerStatuses: object[], initContainerStatuses?: object[]) => ({
  metadata: { name: "glance-single-api-2", labels: { "controller-revision-hash": revision } },
  status: { containerStatuses, initContainerStatuses },
});

/** Has kubectl show these objects; a roll-out never ends. */
function show(sets: object[], pods: object[]): void {
  standIn(`case "$*" in
    *rollout*) echo "error: timed out waiting for the condition" >&2; exit 1 ;;
    *statefulsets*) printf %s '${JSON.stringify({ items: sets })}' ;;
    *) printf %s '${JSON.stringify({ items: pods })}' ;;
  esac`);
}

describe("an image that does not fit", () => {
  afterEach(removeStandIn);

  const says = `The pod glance-single-api-2 says: ${message.trim()}`;
  for (const [what, pods, problem] of [
    ["of a container that has ended", [pod("new", [{ state: refused, lastState: {} }])], says],
    ["of one that is to start again", [pod("new", [{ state: {}, lastState: refused }])], says],
    ["of a sidecar", [pod("new", [], [{ state: {}, lastState: refused }])], says],
    ["of no pod of an earlier template", [pod("old", [{ state: {}, lastState: refused }])]],
    [
      "of no container that ended for another reason",
      [pod("new", [{ state: { terminated: { exitCode: 1, message: "x" } }, lastState: {} }])],
    ],
    ["of no pod that has not begun", [pod("new", [])]],
  ] as [string, object[], string?][]) {
    it(`is told in the words ${what}`, async () => {
      show([current], pods);
      assert.equal(await imageProblem(cluster), problem);
    });
  }

  it("is not told of a template that the controller has not seen yet", async () => {
    show(
      [set({ observedGeneration: 1, updateRevision: "new" })],
      [pod("new", [{ state: refused, lastState: {} }])],
    );
    assert.equal(await imageProblem(cluster), undefined);
  });

  it("is not told when the cluster does not answer", async () => {
    standIn("exit 1");
    assert.equal(await imageProblem(cluster), undefined);
  });

  it("ends the wait for the roll-out", async () => {
    show([current], [pod("new", [{ state: {}, lastState: refused }])]);
    const wait = waitUntilReady(cluster, {
      kind: "StatefulSet",
      metadata: { name: "glance-single-api" },
      spec: { replicas: 3 },
    });
    await assert.rejects(wait, { message: says });
  });
});
