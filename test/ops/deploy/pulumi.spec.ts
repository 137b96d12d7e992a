import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

describe("the Pulumi CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "glance-pulumi-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Runs a function of ops/deploy/pulumi.ts with a shell script in the place of the CLI. */
  function run(name: string, script: string) {
    const path = join(folder, "pulumi");
    writeFileSync(path, `#!/bin/sh\n[ "$1" = stack ] && { echo {}; exit 0; }\n${script}`);
    chmodSync(path, 0o755);
    const code = `require("./ops/deploy/pulumi.ts").${name}({ namespace: "openstack", lab: false }, "dev")
      .catch(({ constructor, message }) => console.log(constructor.name + ": " + message));`;
    return execa("node", ["--require", "tsx/cjs", "--eval", code], {
      cwd: join(__dirname, "../../.."),
      env: { PATH: `${folder}:${process.env["PATH"]}` },
      lines: true,
      all: true,
      detached: true,
    });
  }

  it("is waited for when it is interrupted, until it has finished what it has begun", async () => {
    const deployment = run(
      "pulumiDestroy",
      "trap 'kill $!; sleep 0.5; echo finished; exit 255' INT; sleep 30 & echo begun; wait",
    );
    for (let text = ""; !text.includes("begun");) {
      const [data] = (await once(deployment.all, "data")) as [Buffer];
      text += data.toString();
    }
    process.kill(-(deployment.pid ?? 0), "SIGINT");
    const { all } = await deployment;
    assert.deepEqual(all, [
      "{}",
      "begun",
      "finished",
      "Error: pulumi destroy failed; what it says stands above.",
    ]);
  });

  it("previews first, and updates with the same policy pack without another preview", async () => {
    const { all } = await run("pulumiUp", 'echo "$@"');
    const [, preview = "", up = ""] = all;
    assert.match(preview, /^preview --stack dev --policy-pack \S+/);
    assert.equal(up, preview.replace("preview", "up --skip-preview --yes"));
  });

  it("has changed nothing when the preview fails", async () => {
    const { all } = await run("pulumiUp", 'echo "$1"; false');
    assert.deepEqual(all.slice(1), [
      "preview",
      "RefusedError: pulumi preview failed; what it says stands above.",
    ]);
  });

  it("has changed nothing when another deployment is at work", async () => {
    const { stdout } = await run(
      "pulumiUp",
      '[ "$1" = preview ] || { echo "error: the stack is currently locked by 1 lock(s)." >&2; exit 255; }',
    );
    assert.match(
      stdout.at(-1) ?? "",
      /^RefusedError: Another deployment is at work on this stack: /,
    );
  });

  it("may have changed something when the update fails", async () => {
    const { all } = await run("pulumiUp", '[ "$1" = preview ]');
    assert.equal(all.at(-1), "Error: pulumi up failed; what it says stands above.");
  });
});
