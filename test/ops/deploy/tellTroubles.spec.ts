import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { tellTroubles } from "../../../ops/deploy/tellTroubles";
import { removeStandIn, standIn } from "../../support/kubectl";
import { testStack } from "../../support/stack";

const stack = testStack({ layout: "single", replicas: 1 });
const noRoom = "0/3 nodes are available: 3 Insufficient cpu.";
const pod = (conditions: object) =>
  JSON.stringify({
    items: [{ metadata: { name: "glance-single-api-0" }, status: { conditions: [conditions] } }],
  });
const unscheduled = pod({ type: "PodScheduled", status: "False", message: noRoom });
const starting = pod({ type: "PodScheduled", status: "True" });

/** Has kubectl show pods, one answer a look; the last one for good. Returns whether it has come to that. */
function showInTurn(...looks: string[]): () => boolean {
  const cases = looks.map((look, index) => `${index}) look='${look}' ;;`);
  const folder = standIn(`cd "$(dirname "$0")"
    case "$*" in
      *"get pods"*)
        look=$(cat looks 2>/dev/null || echo 0)
        next=$((look + 1))
        [ "$next" -lt ${looks.length} ] && echo $next > looks || touch last
        case "$look" in ${cases.join(" ")} esac
        printf %s "$look" ;;
      *) echo '{"items":[]}' ;;
    esac`);
  return () => existsSync(join(folder, "last"));
}

/** What is told while a deployment waits until the last look has been taken a few times. */
async function toldDuring(shownLast: () => boolean): Promise<string[]> {
  const told: string[] = [];
  const work = async () => {
    while (!shownLast()) {
      await setTimeout(10);
    }
    await setTimeout(300);
  };
  await tellTroubles(stack, (text) => told.push(text), work, 10);
  return told;
}

describe("a deployment that waits for pods", () => {
  afterEach(removeStandIn);

  it("says once what somebody has to mend, and how", async () => {
    assert.deepEqual(await toldDuring(showInTurn(unscheduled)), [
      `pod/glance-single-api-0   ${noRoom}\n  Make room on the nodes, or lower glance:resources or glance:replicas.`,
    ]);
  });

  it("says nothing of what only one look has found", async () => {
    assert.deepEqual(await toldDuring(showInTurn(starting, unscheduled, starting)), []);
  });

  it("says nothing of pods that only take their time", async () => {
    assert.deepEqual(await toldDuring(showInTurn(starting)), []);
  });

  it("goes on when the cluster does not answer, and passes a failure on", async () => {
    standIn("exit 1");
    const work = async () => {
      await setTimeout(100);
      throw new Error("the roll-out failed");
    };
    const told: string[] = [];
    await assert.rejects(
      tellTroubles(stack, (text) => told.push(text), work, 10),
      { message: "the roll-out failed" },
    );
    assert.deepEqual(told, []);
  });
});
