import assert from "node:assert/strict";
import { join } from "node:path";

import { execa } from "execa";

import { temporaryDirectory, writeSeed } from "./render/support";

const root = join(__dirname, "..");

describe("the example with certificates", () => {
  it("is a stack that breaks no rule, and asks cert-manager for them", async () => {
    const seed = writeSeed(temporaryDirectory());
    const { stdout } = await execa(
      process.execPath,
      [
        ...["start/command.js", "ops/cli.ts", "render", "--stack", "example"],
        ...["--config-file", "examples/tls.yaml", "--seed-file", seed, "--policy-pack", "policy"],
      ],
      { cwd: root, stdin: "ignore" },
    );
    assert.equal(stdout.match(/^kind: Certificate$/gm)?.length, 2);
    assert.match(
      stdout,
      /value: https:\/\/\$\(POD_NAME\)\.glance-external-api\.openstack\.svc:9292/,
    );
  });
});
