import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { type Cost, measure } from "./bench/measure";
import { makeFolder, makeStackOf, makeVolumesOf } from "./bench/project";
import { floorTasks, ownCommand, stackTasks } from "./bench/tasks";

// Compares processor time, which other programs on the machine hardly change, with that of loading the Pulumi SDKs, which
// differs less between versions of Node than its start does. Each limit is half as much again as what was measured.
describe("the speed of commands", function () {
  this.timeout(600_000);
  let folder: string;

  before(() => {
    folder = makeFolder();
  });

  after(() => rmSync(folder, { recursive: true }));

  it("stays far below the loading of the SDKs, and near it where they are needed", async () => {
    const directory = makeStackOf(join(folder, "stack"), 3);
    const tasks = { sdks: floorTasks(directory).sdks, ...stackTasks(directory) };
    const { sdks, plan, checkFile, check, render } = await measure(tasks, 3);
    assertAtMost(plan, 0.5, sdks);
    assertAtMost(checkFile, 0.9, sdks);
    assertAtMost(check, 6, sdks);
    assertAtMost(render, 6, sdks);
  });

  it("grows with the stack as a program does that declares the same volumes and nothing else", async () => {
    const directory = makeVolumesOf(join(folder, "volumes"), 30);
    const out = join(directory, "manifests.yaml");
    const { render, volumes } = await measure(
      {
        render: stackTasks(makeStackOf(join(folder, "large"), 30)).render,
        volumes: ownCommand(directory, "ops", "render", "--stack", "bench", "--out", out),
      },
      2,
    );
    assertAtMost(render, 2, volumes);
  });
});

function assertAtMost({ processor: ours }: Cost, times: number, { processor: floor }: Cost): void {
  const text = `${ours.toFixed(2)} s of a processor, more than ${times} times ${floor.toFixed(2)} s`;
  assert.ok(ours <= times * floor, text);
}
