import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { execa } from "execa";

import {
  fixture,
  passphrase,
  stackContent,
  temporaryDirectory,
  writeFile,
  writeSeed,
} from "../../render/support";

const root = join(__dirname, "../../..");
const directory = temporaryDirectory();
const seedFile = writeSeed(directory);
const configFile = writeFile(
  directory,
  "stack.yaml",
  stackContent((encrypt) => ({ password: encrypt("hunter2"), nested: {} })),
);

function render(cwd: string, file: string, args: string[] = [], secrets = passphrase) {
  const options = ["--stack", "dev", "--seed-file", seedFile, "--config-file", file];
  return execa(
    process.execPath,
    [join(root, "start/command.js"), "ops/cli.ts", "render", ...options, ...args],
    { cwd, env: { PULUMI_CONFIG_PASSPHRASE: secrets }, reject: false, stdin: "ignore" },
  );
}

/** Processes whose command line names a text. */
function processes(text: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}

describe("npm run render", function () {
  this.timeout(60_000);

  it("writes the same bytes to a pipe and to a private file", async () => {
    const out = join(directory, "out.yaml");
    const [piped, written] = await Promise.all([
      render(fixture("stack"), configFile, ["--with-secrets"]),
      render(fixture("stack"), configFile, ["--with-secrets", "--out", out]),
    ]);
    assert.equal(piped.exitCode, 0, piped.stderr);
    assert.equal(written.exitCode, 0, written.stderr);
    assert.equal(`${piped.stdout}\n`, readFileSync(out, "utf8"));
    assert.equal(statSync(out).mode & 0o777, 0o600);
    assert.match(piped.stdout, /hunter2/);
    assert.doesNotMatch(piped.stderr, /hunter2/);
  });

  it("leaves secrets out and says how many", async () => {
    const { stdout, stderr } = await render(fixture("stack"), configFile);
    assert.doesNotMatch(stdout, /hunter2|kind: Secret/);
    assert.match(stdout, /kind: Deployment/);
    assert.match(stderr, /^Left out 1 Secrets and masked secret values in 2 other objects;/m);
  });

  it("needs no secret that it does not write, and says which it has not read", async () => {
    const { stdout, stderr, exitCode } = await render(fixture("stack"), configFile, [], "");
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /kind: Deployment/);
    assert.match(stderr, /^Secret values of shop:password cannot be decrypted here: [^\n]+\.$/m);
  });

  it("says in one sentence what is wrong and writes nothing", async () => {
    const out = join(directory, "nothing.yaml");
    const args = ["--with-secrets", "--out", out];
    const wrong = await render(fixture("stack"), configFile, args, "wrong");
    assert.equal(wrong.exitCode, 1);
    assert.equal(wrong.stderr, "The passphrase is wrong.");
    assert.ok(!existsSync(out));
  });

  it("refuses another policy pack than the project's own, and a wrong configuration of it", async () => {
    const config = writeFile(directory, "policies.json", '{ "all": "off" }');
    const cases: [args: string[], message: string][] = [
      [
        ["--policy-pack", directory],
        `--policy-pack ${directory} is not the policy pack of this project: write --policy-pack policy, ` +
          "and apply other packs with pulumi preview.",
      ],
      [
        ["--policy-pack", join(root, "policy/"), "--policy-pack-config", config],
        `${config}: the level 'off' of 'all' must be one of advisory, mandatory, remediate, disabled.`,
      ],
    ];
    for (const [args, message] of cases) {
      const { exitCode, stdout, stderr } = await render(fixture("stack"), configFile, args);
      assert.deepEqual([exitCode, stdout, stderr], [1, "", message]);
    }
  });

  it("applies the policy pack as the stack, or a file, configures it", async () => {
    const stack = join(root, "test/fixtures/Pulumi.test.yaml");
    const config = writeFile(
      directory,
      "strict.json",
      '{ "pod-require-image-digest": "mandatory" }',
    );
    const pack = ["--policy-pack", "policy"];
    const [warned, silent, refused] = await Promise.all([
      render(root, stack, [...pack, "--stack", "acme/glance/test"]),
      render(root, stack, [...pack, "--stack", "acme/glance/dev"]),
      render(root, stack, [...pack, "--policy-pack-config", config]),
    ]);
    assert.deepEqual([warned.exitCode, silent.exitCode, refused.exitCode], [0, 0, 1]);
    assert.match(warned.stderr, /^\[advisory\] pod-require-image-digest: StatefulSet '/m);
    assert.doesNotMatch(silent.stderr, /pod-require-image-digest/);
    assert.match(
      refused.stderr,
      /^The policy pack forbids this program:\n\[mandatory\] pod-require-image-digest: /,
    );
    assert.match(warned.stdout, /^kind: StatefulSet$/m);
    assert.equal(refused.stdout, "");
  });

  it("ends its child processes when it is interrupted", async () => {
    const file = writeFile(directory, "endless.yaml", { config: { case: "endless" } });
    const run = render(fixture("cases"), file);
    const program = fixture("cases");
    for (let waited = 0; processes(program).length === 0 && waited < 10_000; waited += 50) {
      await setTimeout(50);
    }
    assert.equal(processes(program).length, 1);
    run.kill("SIGTERM");
    const { exitCode, stderr } = await run;
    assert.deepEqual([exitCode, stderr], [1, "Interrupted."]);
    assert.deepEqual(processes(program), []);
  });
});
