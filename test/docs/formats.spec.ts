import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { contentCauses } from "../../ops/explain/causes/content";
import { processingCauses } from "../../ops/explain/causes/processing";
import { formatsDocument, type ImportedFile } from "../e2e/formats/table";

const file: ImportedFile = {
  place: 0,
  name: "raw",
  declared: "raw",
  image: "id",
  status: "active",
  answer: null,
  stored: "raw, the file as it is",
};

describe("docs/formats.md", () => {
  const rows = readFileSync(join(__dirname, "../../docs/formats.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

  it("tells of every format what is accepted, and what is refused", () => {
    assert.ok(rows.length > 30);
    for (const [, name, , result] of rows) {
      assert.match(
        result ?? "",
        /^(accepted; stored as|refused(, but left importing until it is rescued)?$)/,
        name,
      );
    }
  });

  it("has the sentences of today for what is refused", () => {
    const sentences = [...contentCauses, ...processingCauses].map(({ uploader }) => {
      const literal = uploader.replaceAll(/[.*+?^$()[\]\\|]/g, "\\$&");
      return new RegExp(`^${literal.replaceAll(/\{\w+\}/g, ".+")}$`);
    });
    for (const [, name, declared, result, says = ""] of rows) {
      const isTold = says.startsWith("The answer is") || sentences.some((one) => one.test(says));
      assert.equal(isTold, result?.startsWith("refused"), `${name} as ${declared}: ${says}`);
    }
  });
});

describe("the table of formats", () => {
  it("has the files in their order, with what is stored or what is said of them", () => {
    const refused = { ...file, place: 1, declared: "qcow2", status: "queued", stored: null };
    const text = formatsDocument([
      { ...file, explanation: undefined },
      { ...refused, explanation: "It is not." },
      { ...file, place: 2, status: null, answer: 400, explanation: undefined },
      { ...refused, status: "importing", explanation: "It is not." },
    ]);
    const rows = text.split("\n").filter((line) => line.startsWith("| raw"));
    assert.deepEqual(
      rows.map((row) => row.replaceAll(/ +/g, " ")),
      [
        "| raw | raw | accepted; stored as raw, the file as it is | |",
        "| raw | qcow2 | refused | It is not. |",
        "| raw | raw | refused | The answer is 400. |",
        "| raw | qcow2 | refused, but left importing until it is rescued | It is not. |",
      ],
    );
  });
});
