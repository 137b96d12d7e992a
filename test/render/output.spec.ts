import assert from "node:assert/strict";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import fc from "fast-check";
import { parse } from "yaml";

import type { EvaluatedResource } from "../../render/evaluation";
import { manifests } from "../../render/manifests";
import { refusePublicOutput, writeOutput } from "../../render/output";
import { readSeed } from "../../render/seed";
import type { Properties } from "../../render/values";
import { temporaryDirectory, writeFile, writeSeed } from "./support";

const root = join(__dirname, "../..");

function resource(manifest: Properties, set: Partial<EvaluatedResource> = {}): EvaluatedResource {
  return {
    urn: "urn:a",
    type: "kubernetes:core/v1:ConfigMap",
    name: "a",
    manifest,
    maskedManifest: manifest,
    dependencies: [],
    provider: "urn:p",
    retainOnDelete: false,
    protect: false,
    secret: false,
    ...set,
  };
}

// What kubectl refuses to read in a file.
const unreadable = [..."\0\x07\r\x7f\x80\x85\x9f\u2028\u2029\ufeff\ufffe\uffff"];

describe("manifests", () => {
  const secretObject = resource({ kind: "Secret", data: "hunter2" }, { secret: true });
  const masked = resource(
    { kind: "Pod", token: "hunter2" },
    { secret: true, maskedManifest: { kind: "Pod", token: "[secret]" } },
  );

  it("begin with apiVersion, kind and metadata, below the URN", () => {
    const manifest = { apiVersion: "v1", data: { a: "b" }, kind: "ConfigMap", metadata: {} };
    assert.equal(
      manifests([resource(manifest)], false).text,
      "---\n# urn:a\napiVersion: v1\nkind: ConfigMap\nmetadata: {}\ndata:\n  a: b\n",
    );
  });

  it("leave Secrets out and mask secret values", () => {
    const { text, ...counts } = manifests([secretObject, masked], false);
    assert.deepEqual(counts, { omitted: 1, masked: 1 });
    assert.ok(!text.includes("hunter2"));
    assert.ok(text.includes("[secret]"));
  });

  it("show secrets when asked to", () => {
    const { text, ...counts } = manifests([secretObject, masked], true);
    assert.deepEqual(counts, { omitted: 0, masked: 0 });
    assert.equal(text.match(/hunter2/g)?.length, 2);
  });

  it("mean the same to readers of YAML 1.1 and 1.2", () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "yes",
        "no",
        "on",
        "off",
        "y",
        "0640",
        "1:20",
        "1e3",
        "~",
        "null",
        "2001-01-01",
        "0o17",
        "0b11",
        "1_000",
        "+.inf",
        "<<",
        "=",
        "",
      ),
      fc.constant(`${"long ".repeat(50)}\n\ttail `),
      fc.string({ unit: fc.constantFrom("a", " ", "\n", '"', "\\", ...unreadable) }),
    );
    fc.assert(
      fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (data) => {
        const written = manifests([resource({ kind: "ConfigMap", data })], false).text;
        for (const version of ["1.1", "1.2"] as const) {
          const { data: read } = parse(written, { version }) as { data: object };
          assert.deepEqual({ ...read }, { ...data });
        }
        assert.ok(unreadable.every((character) => !written.includes(character)));
      }),
    );
  });

  it("keep the blanks of empty lines before a text", () => {
    for (const text of [" \n", "\n \n", " \n\n", " \na", "\n a", "a\n \n"]) {
      const written = manifests([resource({ kind: "ConfigMap", data: { text } })], false).text;
      assert.equal((parse(written) as { data: { text: string } }).data.text, text);
    }
  });

  it("quote what kubectl takes for a number or a merge key", () => {
    const data = { mode: "0o17", "<<": "10.0.0.1", path: "/etc", text: "one\ntwo\n" };
    const lines = manifests([resource({ kind: "ConfigMap", data })], false).text.split(
      "data:\n",
    )[1];
    assert.equal(
      lines,
      '  mode: "0o17"\n  "<<": "10.0.0.1"\n  path: /etc\n  text: |\n    one\n    two\n',
    );
  });

  it("repeat equal parts instead of pointing to them", () => {
    const labels = { app: "a" };
    const { text } = manifests([resource({ kind: "Pod", labels, selector: labels })], false);
    assert.doesNotMatch(text, /[&*]a1/);
  });
});

describe("the output", () => {
  it("is a file that only its owner can read, also over one that others could", async () => {
    const directory = temporaryDirectory();
    const file = writeFile(directory, "out.yaml", "old");
    chmodSync(file, 0o644);
    await writeOutput("new", file);
    assert.equal(readFileSync(file, "utf8"), "new");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(directory), ["out.yaml"]);
  });

  it("goes where a link leads, and leaves it a link", async () => {
    const directory = temporaryDirectory();
    const target = writeFile(directory, "target.yaml", "old");
    const link = join(directory, "link.yaml");
    symlinkSync(target, link);
    await writeOutput("new", link);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(target, "utf8"), "new");
    assert.equal(statSync(target).mode & 0o777, 0o600);
  });

  it("never replaces a device", async () => {
    await writeOutput("text", "/dev/null");
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });

  it("leaves nothing behind when it cannot be written", async () => {
    const directory = temporaryDirectory();
    await assert.rejects(writeOutput("new", join(directory, "missing", "out.yaml")), {
      message:
        /out\.yaml cannot be written: its directory does not exist; make it, or name another\.$/,
    });
    await assert.rejects(writeOutput("new", directory), /it is a directory; name a file\.$/);
    await assert.rejects(writeOutput("new", "/dev/full"), {
      message: "/dev/full cannot be written: the disk is full; make room.",
    });
    assert.deepEqual(readdirSync(directory), []);
  });

  it("shows no secrets on a terminal or in a file that others can read", () => {
    const directory = temporaryDirectory();
    const terminal = openSync("/dev/ptmx", constants.O_RDWR | constants.O_NOCTTY);
    const open = openSync(join(directory, "open"), "w", 0o644);
    const closed = openSync(join(directory, "closed"), "w", 0o600);
    assert.throws(() => refusePublicOutput(undefined, terminal), /writes to a pipe, or with --out/);
    assert.throws(() => refusePublicOutput(undefined, open), /writes to a pipe, or with --out/);
    assert.doesNotThrow(() => refusePublicOutput(undefined, closed));
    assert.doesNotThrow(() => refusePublicOutput("out.yaml", terminal));
    [terminal, open, closed].forEach((descriptor) => closeSync(descriptor));
  });
});

describe("the seed", () => {
  it("is made at first use, private, and kept", () => {
    const directory = temporaryDirectory();
    const notices: string[] = [];
    const seed = readSeed(directory, undefined, (notice) => notices.push(notice));
    const file = join(directory, ".render", "seed");
    assert.equal(seed.length, 32);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(
      readSeed(directory, undefined, (notice) => notices.push(notice)),
      seed,
    );
    assert.equal(notices.length, 1);
    assert.ok(notices[0]?.includes(file));
  });

  it("is the same for commands that make it at the same time", async () => {
    const directory = temporaryDirectory();
    const code = `const { readSeed } = require(${JSON.stringify(join(root, "render/seed.ts"))});
      while (Date.now() < ${Date.now() + 1500});
      console.log(readSeed(${JSON.stringify(directory)}, undefined, () => undefined).toString("hex"));`;
    const runs = Array.from({ length: 4 }, () =>
      execa("node", ["--require", "tsx/cjs", "--eval", code], { cwd: root }),
    );
    const seeds = (await Promise.all(runs)).map(({ stdout }) => stdout);
    assert.equal(new Set(seeds).size, 1);
    assert.deepEqual(readdirSync(join(directory, ".render")), ["seed"]);
  });

  it("is never made in place of a given file, and never short", () => {
    const directory = temporaryDirectory();
    const missing = join(directory, "seed");
    assert.throws(() => readSeed(directory, missing, () => undefined), /does not exist/);
    assert.ok(!existsSync(missing));
    const short = writeFile(directory, "short", "x".repeat(31));
    assert.throws(
      () => readSeed(directory, short, () => undefined),
      /has 31 bytes, and 32 are needed: make one with/,
    );
    assert.equal(readSeed(directory, writeSeed(directory), () => undefined).length, 32);
    assert.throws(() => readSeed(directory, directory, () => undefined), /it is a directory/);
  });

  it("is not made where a file stands in the way of its directory", () => {
    const directory = temporaryDirectory();
    writeFile(directory, ".render", "x");
    assert.throws(() => readSeed(directory, undefined, () => undefined), {
      message: /seed cannot be written: a file stands where a directory must be; move it away\.$/,
    });
  });
});
