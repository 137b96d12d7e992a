import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { rules } from "../../../policy/rules";
import {
  fixture,
  passphrase,
  stackContent,
  temporaryDirectory,
  writeFile,
} from "../../render/support";
import { configuredApi } from "../fixtures/configurations";
import { disruptionBudget, headlessService } from "../fixtures/manifests";
import { documents } from "./support";

const directory = temporaryDirectory();
const claim = (accessMode: string, name: string) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name },
  spec: { accessModes: [accessMode] },
});
const wholeApi = [configuredApi(), headlessService(), disruptionBudget()];
const good = writeFile(directory, "good.yaml", documents(claim("ReadWriteOnce", "glance-api-0")));
const bad = writeFile(directory, "bad.yaml", documents(claim("ReadWriteMany", "glance-api-1")));
const advisory = writeFile(directory, "advisory.json", '{ "all": "advisory" }');

function policy(
  args: string[],
  options: { input?: string; cwd?: string; env?: Record<string, string> } = {},
) {
  return execa(
    process.execPath,
    [join(__dirname, "../../../start/command.js"), "policy/cli.ts", ...args],
    { reject: false, env: { PULUMI_CONFIG_PASSPHRASE: passphrase }, ...options },
  );
}

describe("npm run policy", function () {
  this.timeout(60_000);

  it("ends with 0 when nothing mandatory is broken, with 1 when something is", async () => {
    const [accepted, refused, warned] = await Promise.all([
      policy(["check", "-f", good]),
      policy(["check", "-f", good, bad, "-f", "-"], {
        input: documents(claim("ReadOnlyMany", "glance-api-2")),
      }),
      policy(["check", "-f", bad, "--config", advisory]),
    ]);
    assert.equal(accepted.stdout, "1 object, 0 mandatory and 0 advisory violations.");
    assert.deepEqual([accepted.exitCode, refused.exitCode, warned.exitCode], [0, 1, 0]);
    assert.match(
      refused.stdout,
      /bad\.yaml:7: \[mandatory\] persistentvolumeclaim-disallow-shared/,
    );
    assert.match(refused.stdout, /^stdin:7: \[mandatory\].*\n3 objects, 2 mandatory and 0/m);
    assert.match(warned.stdout, /bad\.yaml:7: \[advisory\][^]* 0 mandatory and 1 advisory/);
    assert.equal(accepted.stderr + refused.stderr + warned.stderr, "");
  });

  it("ends with 1 for a configuration that it cannot see, when it is to be strict", async () => {
    const file = writeFile(directory, "unseen.yaml", documents(...wholeApi));
    const [noted, strict] = await Promise.all([
      policy(["check", "-f", file]),
      policy(["check", "-f", file, "--strict"]),
    ]);
    assert.match(noted.stdout, /: \[note\] workload-require-seen-configuration: [^]* 0 mandatory/);
    assert.match(strict.stdout, /: \[mandatory\] workload-require-seen-configuration: /);
    assert.deepEqual([noted.exitCode, strict.exitCode], [0, 1]);
  });

  it("writes a report to a file, and what it says to standard error", async () => {
    const out = join(directory, "policy.sarif");
    const { stdout, stderr, exitCode } = await policy([
      ...["check", "-f", bad, "--format", "sarif", "--out", out],
    ]);
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(stderr, /\[mandatory\].*\n1 object, 1 mandatory and 0 advisory violations\.$/);
    assert.equal(JSON.parse(readFileSync(out, "utf8")).runs[0].results.length, 1);
  });

  it("checks a stack without a cluster, and shows no secret of it", async () => {
    // Below the project, where the dependencies are found.
    const parent = join(__dirname, "../../../.render");
    mkdirSync(parent, { recursive: true });
    const cwd = mkdtempSync(join(parent, "policy-cli-"));
    try {
      cpSync(fixture("stack"), cwd, { recursive: true });
      const config = stackContent((encrypt) => ({ password: encrypt("hunter2"), nested: {} }));
      writeFile(cwd, "Pulumi.dev.yaml", config);
      // One after the other: the first one makes the seed of the project.
      const results = [];
      for (const format of ["text", "sarif"]) {
        results.push(await policy(["check", "--stack", "dev", "--format", format], { cwd }));
      }
      const env = { PULUMI_CONFIG_PASSPHRASE: "" };
      const unread = await policy(["check", "--stack", "dev"], { cwd, env });
      assert.match(unread.stderr, /^Secret values of \S+password cannot be decrypted here: /m);
      for (const { stdout, stderr, exitCode } of [...results, unread]) {
        assert.equal(exitCode, 0, stderr);
        assert.doesNotMatch(stdout + stderr, /hunter2/);
      }
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  it("ends with 2 and one sentence on bad input, and writes nothing", async () => {
    const out = join(directory, "nothing");
    const cases: [args: string[], message: RegExp][] = [
      [["check"], /^Name what to check: --stack <name>, or -f <file>\.$/],
      [
        ["check", "--stack", "dev", "-f", good],
        /^error: option '--stack <name>' cannot be used with/,
      ],
      [
        ["check", "-f", join(directory, "no.yaml")],
        /no\.yaml cannot be read: it does not exist; name one that does\.$/,
      ],
      [
        ["check", "-f", good, "--format", "xml"],
        /^error: option '--format <format>' argument 'xml'/,
      ],
      [["check", "--stack", "missing"], /Pulumi\.missing\.yaml does not exist/],
      [
        ["admission", "--namespace", "Not_A_Label"],
        /'Not_A_Label' is invalid\. It must be a DNS label/,
      ],
      [[], /^Usage: npm run --silent policy --/],
    ];
    const results = await Promise.all(
      cases.map(([args]) => policy(args[0] === "check" ? [...args, "--out", out] : args)),
    );
    results.forEach(({ stdout, stderr, exitCode }, index) => {
      assert.match(stderr, cases[index]?.[1] ?? /$./);
      assert.doesNotMatch(stderr, /^ +at /m);
      assert.deepEqual([stdout, exitCode], ["", 2], stderr);
    });
    assert.ok(!existsSync(out));
  });

  it("names a file that it cannot write", async () => {
    const out = join(directory, "missing", "report");
    const { stderr, exitCode } = await policy(["check", "-f", good, "--out", out]);
    assert.equal(
      stderr,
      `${out} cannot be written: its directory does not exist; make it, or name another.`,
    );
    assert.equal(exitCode, 2);
  });

  it("prints admission policies and the documentation", async () => {
    const [admission, docs] = await Promise.all([
      policy(["admission", "--namespace", "openstack", "--config", advisory]),
      policy(["docs"]),
    ]);
    assert.match(admission.stdout, /^---\napiVersion: admissionregistration\.k8s\.io\/v1\n/);
    assert.match(admission.stdout, /kubernetes\.io\/metadata\.name: openstack/);
    assert.doesNotMatch(admission.stdout, /- Deny/);
    rules.forEach(({ name }) => assert.ok(docs.stdout.includes(`### \`${name}\``)));
  });
});
