import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
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

/** Has kubectl show pods, one answer a look; the last one for good. Returns how often it was asked. */
function showInTurn(...looks: string[]): () => number {
  const cases = looks.map((look, index) => `${index + 1}) look='${look}' ;;`);
  const folder = standIn(`cd "$(dirname "$0")"
    case "$*" in
      *"get pods"*)
        echo >> looks
        look=$(wc -l < looks)
        [ "$look" -le ${looks.length} ] || look=${looks.length}
        case "$look" in ${cases.join(" ")} esac
        printf %s "$look" ;;
      *) echo '{"items":[]}' ;;
    esac`);
  const file = join(folder, "looks");
  return () => (existsSync(file) ? readFileSync(file, "utf8").length : 0);
}

/** What is told while a deployment waits until so many looks have been taken, and one more has begun. */
async function toldDuring(looks: number, taken: () => number): Promise<string[]> {
  const told: string[] = [];
  const work = async () => {
    while (taken() <= looks) {
      await setTimeout(10);
    }
  };
  await tellTroubles(stack, (text) => told.push(text), work, 10);
  return told;
}

describe("a deployment that waits for pods", () => {
  afterEach(removeStandIn);

  it("says once what somebody has to mend, and how", async () => {
    assert.deepEqual(await toldDuring(4, showInTurn(unscheduled)), [
      `pod/glance-single-api-0   ${noRoom}\n  Make room on the nodes, or lower glance:resources or glance:replicas.`,
    ]);
  });

  it("says nothing of what only one look has found", async () => {
    assert.deepEqual(await toldDuring(5, showInTurn(starting, unscheduled, starting)), []);
  });

  it("says nothing of pods that only take their time", async () => {
    assert.deepEqual(await toldDuring(4, showInTurn(starting)), []);
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
