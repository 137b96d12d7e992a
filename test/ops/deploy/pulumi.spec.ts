import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

/** Stands in for the Pulumi CLI, which finishes what it has begun when it is interrupted. */
const standIn = `#!/bin/sh
[ "$1" = destroy ] || { echo {}; exit 0; }
trap 'kill $!; sleep 0.5; echo finished; exit 255' INT
sleep 30 &
echo begun
wait
`;

describe("the Pulumi CLI, when it is interrupted", () => {
  const folder = mkdtempSync(join(tmpdir(), "glance-pulumi-"));
  before(() => {
    writeFileSync(join(folder, "pulumi"), standIn);
    chmodSync(join(folder, "pulumi"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is waited for until it has finished what it has begun", async () => {
    const code = `require("./ops/deploy/pulumi.ts").pulumiDestroy({ kubectl: [], lab: false }, "dev")
      .catch(({ message }) => console.log(message));`;
    const run = execa("node", ["--require", "tsx/cjs", "--eval", code], {
      cwd: join(__dirname, "../../.."),
      env: { PATH: `${folder}:${process.env["PATH"]}` },
      all: true,
      detached: true,
    });
    for (let text = ""; !text.includes("begun");) {
      const [data] = (await once(run.all, "data")) as [Buffer];
      text += data.toString();
    }
    process.kill(-(run.pid ?? 0), "SIGINT");
    const { all } = await run;
    assert.deepEqual(all.split("\n"), [
      "{}",
      "begun",
      "finished",
      "pulumi destroy failed; what it says stands above.",
    ]);
  });
});
