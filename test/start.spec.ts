import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

const root = join(__dirname, "..");

/** Packages that a command loads at run time. */
async function loadedPackages(...args: string[]): Promise<Set<string | undefined>> {
  const hook = join(__dirname, "support/printLoaded.js");
  const { stderr } = await execa("node", ["--require", hook, "start/command.js", ...args], {
    cwd: root,
    input: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: empty }\n",
  });
  return new Set(stderr.split("\n").map((file) => /.*node_modules\/(@[^/]+)/.exec(file)?.[1]));
}

describe("commands that need no Pulumi", function () {
  this.timeout(60_000);

  for (const command of [
    "ops/cli.ts --help",
    "ops/cli.ts plan --stack dev",
    "policy/cli.ts check -f -",
    "policy/cli.ts docs",
  ]) {
    it(`do not load it: ${command}`, async () => {
      assert.ok(!(await loadedPackages(...command.split(" "))).has("@pulumi"));
    });
  }

  it("are told from those that do", async () => {
    const packages = await loadedPackages("policy/cli.ts", "check", "--stack", "dev");
    assert.ok(packages.has("@pulumi"));
  });
});

describe("a command", function () {
  this.timeout(60_000);

  for (const name of ["ops", "policy", "lab"]) {
    it(`answers when it is run compiled: ${name}`, async () => {
      const { stdout } = await execa("bash", ["ops/npm.sh", name, "--help"], { cwd: root });
      assert.match(stdout, /^Usage: .+ \[command\]/);
    });
  }
});

describe("what a command prints", function () {
  this.timeout(60_000);

  const shell = (script: string) =>
    execa("bash", ["-o", "pipefail", "-c", script], { cwd: root, reject: false });
  const plan = "node start/command.js ops/cli.ts plan --stack dev";
  const object = "'{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}'";

  it("must be written, or the command fails", async () => {
    const { exitCode, stderr } = await shell(`${plan} > /dev/full`);
    assert.equal(exitCode, 1);
    assert.equal(stderr, "The standard output cannot be written: the disk is full; make room.");
  });

  it("must be written, or a check could not give its verdict", async () => {
    const check = "node start/command.js policy/cli.ts check -f -";
    const { exitCode, stderr } = await shell(`echo ${object} | ${check} > /dev/full`);
    assert.equal(exitCode, 2);
    assert.equal(stderr, "The standard output cannot be written: the disk is full; make room.");
  });

  it("need not be read to its end", async () => {
    const { exitCode, stderr } = await shell(`${plan} | true`);
    assert.deepEqual([exitCode, stderr], [0, ""]);
  });
});

describe("the start of a command", function () {
  this.timeout(60_000);
  let checkout: string;
  const cache = () => join(checkout, "node_modules/.cache/glance");
  const file = (name: string) => join(checkout, name);

  async function run(...args: string[]): Promise<string> {
    const { all } = await execa("node", ["start/command.js", "ops/cli.ts", ...args], {
      cwd: checkout,
      all: true,
      reject: false,
    });
    return all;
  }

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), "start-"));
    cpSync(join(root, "start"), file("start"), { recursive: true });
    mkdirSync(file("node_modules"));
    for (const name of ["esbuild", "@esbuild"]) {
      symlinkSync(join(root, "node_modules", name), file(join("node_modules", name)));
    }
    mkdirSync(file("ops"));
    writeFileSync(
      file("ops/cli.ts"),
      'import { word } from "./word";\nconst args: string[] = process.argv.slice(2);\n' +
        "console.log(word, __dirname, ...args);\n",
    );
    writeFileSync(file("ops/word.ts"), 'export const word: string = "first";\n');
  });

  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  it("runs the sources, each with its own folder, and passes the arguments on", async () => {
    assert.equal(await run("--help", "x"), `first ${file("ops")} --help x`);
  });

  it("does not compile again what has not changed", async () => {
    await run();
    rmSync(file("node_modules/esbuild"));
    assert.equal(await run(), `first ${file("ops")}`);
  });

  it("notices a source that has changed, also one that is imported", async () => {
    await run();
    writeFileSync(file("ops/word.ts"), 'export const word: string = "other";\n');
    assert.equal(await run(), `other ${file("ops")}`);
  });

  it("notices that the kept file was cut short", async () => {
    await run();
    const kept = join(cache(), "ops-cli.js");
    truncateSync(kept, statSync(kept).size - 1);
    rmSync(file("node_modules/esbuild"));
    assert.match(await run(), /Cannot find module 'esbuild'/);
  });

  it("notices other versions of the packages", async () => {
    await run();
    writeFileSync(file("node_modules/.installed-lock"), "{}");
    rmSync(file("node_modules/esbuild"));
    assert.match(await run(), /Cannot find module 'esbuild'/);
  });

  it("uses no code that others could have put there", async () => {
    await run();
    writeFileSync(join(cache(), "ops-cli.js"), "console.log('theirs');\n");
    assert.equal(await run(), `first ${file("ops")}`, "code without its stamp");
    chmodSync(cache(), 0o777);
    rmSync(file("node_modules/esbuild"));
    assert.match(await run(), /Cannot find module 'esbuild'/, "a folder that others can write to");
  });

  it("runs where nothing can be kept", async () => {
    writeFileSync(file("node_modules/.cache"), "");
    assert.equal(await run(), `first ${file("ops")}`);
  });

  it("lets commands start at the same time", async () => {
    const outputs = await Promise.all([run(), run(), run()]);
    assert.deepEqual(new Set(outputs), new Set([`first ${file("ops")}`]));
  });

  it("says where a source has a mistake", async () => {
    writeFileSync(file("ops/word.ts"), "export const word = ;\n");
    const output = await run();
    assert.match(output, /^ops\/cli\.ts cannot be compiled\.\n[^]*ops\/word\.ts:1:20/);
    assert.doesNotMatch(output, /^ +at /m);
  });
});
