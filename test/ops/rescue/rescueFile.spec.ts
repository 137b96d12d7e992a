import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runModule } from "../../support/python";
import { id } from "./state";

describe("a step of rescue in a staging directory", () => {
  const converted = `${id}.raw`;
  const rename = { step: "renameFile", file: converted, to: id };
  const remove = { step: "removeFile", file: id };
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "staging-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const write = (...names: string[]) => {
    names.forEach((name) => writeFileSync(join(directory, name), name));
  };
  const run = (step: object) => runModule<object>("rescue_file", directory, step);
  const files = () =>
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]);

  it("takes a converted image for the source", () => {
    write(converted);
    assert.deepEqual(run(rename), { done: `renamed ${converted} to ${id}` });
    assert.deepEqual(files(), [[id, converted]]);
  });

  it("puts a converted image in the place of a broken source", () => {
    write(id, converted);
    assert.deepEqual(run(rename), { done: `renamed ${converted} to ${id}` });
    assert.deepEqual(files(), [[id, converted]]);
  });

  it("leaves a converted image alone that is the source already", () => {
    write(id);
    assert.deepEqual(run(rename), { done: `${converted} is ${id} already` });
    assert.deepEqual(files(), [[id, id]]);
  });

  it("refuses a converted image that is gone", () => {
    assert.deepEqual(run(rename), { refused: `${converted} is gone.` });
  });

  it("removes a file, which may be removed already", () => {
    write(id, "other");
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(run(remove), { done: `removed the staged file ${id}` });
      assert.deepEqual(files(), [["other", "other"]]);
    }
  });

  for (const open of [id, converted]) {
    it(`refuses to rename while ${open === id ? "the source" : "the converted image"} is open`, () => {
      write(id, converted);
      const descriptor = openSync(join(directory, open), "r");
      try {
        assert.deepEqual(run(rename), { refused: `${open} is open.` });
        assert.deepEqual(
          files().map(([name]) => name),
          [id, converted],
        );
      } finally {
        closeSync(descriptor);
      }
    });
  }
});
