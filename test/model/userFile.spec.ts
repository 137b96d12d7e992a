import assert from "node:assert/strict";
import { join, resolve } from "node:path";

import { execa } from "execa";

import { decodedText, fileError, readTextFile, userPath } from "../../model/userFile";
import { temporaryDirectory, writeFile } from "../render/support";

const root = join(__dirname, "../..");

describe("a path that a user names", () => {
  afterEach(() => delete process.env["CALLER_DIRECTORY"]);

  it("begins where the command was called, and not where npm has it run", () => {
    assert.equal(userPath("a.yaml"), resolve("a.yaml"));
    process.env["CALLER_DIRECTORY"] = "/home/somebody";
    assert.equal(userPath("a.yaml"), "/home/somebody/a.yaml");
    assert.equal(userPath("../a.yaml"), "/home/a.yaml");
    assert.equal(userPath("/a.yaml"), "/a.yaml");
  });

  it("is the same for every command, called by npm or by hand", async () => {
    const directory = temporaryDirectory();
    writeFile(directory, "a.yaml", "a: 1\n");
    const calls: [cwd: string, env: Record<string, string>][] = [
      [root, { INIT_CWD: directory }],
      [directory, {}],
    ];
    const commands: [args: string[], message: RegExp][] = [
      [["policy", "check", "-f", "a.yaml"], /^a\.yaml:1: this is no Kubernetes object/],
      [["policy", "check", "-f", "a.yaml", "--config", "b"], /^\S+\/b cannot be read: /],
      [["render", "--config-file", "b"], /^\S+\/b cannot be read: /],
      [["render", "--config-file", "a.yaml"], /^\S+\/a\.yaml: a: no key of a stack file/],
      [["render", "--policy-pack", "policy", "--policy-pack-config", "b"], /^\S+\/b cannot be/],
    ];
    for (const [cwd, env] of calls) {
      for (const [args, message] of commands) {
        const { INIT_CWD: _, CALLER_DIRECTORY: __, ...inherited } = process.env;
        const { exitCode, stderr } = await execa("bash", [join(root, "ops/npm.sh"), ...args], {
          cwd,
          env: { ...inherited, ...env },
          extendEnv: false,
          reject: false,
        });
        assert.match(stderr, message);
        assert.notEqual(exitCode, 0);
      }
    }
  });
});

describe("a file that the system refuses", () => {
  const refusal = (code: string, deed: "read" | "written") =>
    (fileError("a", deed, Object.assign(new Error("raw"), { code, syscall: "open" })) as Error)
      .message;

  it("is named in one sentence, with the reason and what to do", () => {
    const sentences: [code: string, deed: "read" | "written", sentence: string][] = [
      ["ENOENT", "read", "a cannot be read: it does not exist; name one that does."],
      [
        "ENOENT",
        "written",
        "a cannot be written: its directory does not exist; make it, or name another.",
      ],
      ["EISDIR", "read", "a cannot be read: it is a directory; name a file."],
      ["ENOSPC", "written", "a cannot be written: the disk is full; make room."],
      [
        "EACCES",
        "read",
        "a cannot be read: you have no permission; give it to yourself, or name another.",
      ],
      ["EIO", "read", "a cannot be read: the system says EIO; name another."],
    ];
    for (const [code, deed, sentence] of sentences) {
      assert.equal(refusal(code, deed), sentence);
    }
  });

  it("is told apart from a defect of the program", () => {
    const defect = new TypeError("defect");
    assert.equal(fileError("a", "read", defect), defect);
  });
});

describe("a text", () => {
  it("is refused with its encoding named when it is not UTF-8", () => {
    const bytes = (text: string) => Buffer.from(text, "utf16le");
    const utf16 = { message: "a is written in UTF-16; save it as UTF-8." };
    for (const text of ["\ufeffa: 1", "a: 1", "a"]) {
      assert.throws(() => decodedText(bytes(text), "a"), utf16);
      assert.throws(() => decodedText(bytes(text).swap16(), "a"), utf16);
    }
    assert.throws(() => decodedText(Buffer.from("a: ä", "latin1"), "a"), {
      message: "a holds bytes that are not UTF-8; save it as UTF-8.",
    });
  });

  it("is read as it is", () => {
    for (const text of ["", "a", "\ufeffa: ä", "ab\0c", "�"]) {
      const file = writeFile(temporaryDirectory(), "a", text);
      assert.equal(readTextFile(file), text);
    }
  });
});
