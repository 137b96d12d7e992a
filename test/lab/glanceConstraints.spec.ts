import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const file = new URL("../../image/constraints.txt", `file://${__dirname}/`);

describe("the constraints of the Glance image", () => {
  const lines = readFileSync(file, "utf8").trim().split("\n");

  it("pin every distribution to one version", () => {
    for (const line of lines) {
      assert.match(line, /^[A-Za-z0-9._-]+==[0-9][0-9a-z.]*$/);
    }
    assert.equal(new Set(lines.map((line) => line.split("==")[0])).size, lines.length);
  });

  it("pin Glance to the version in the name of the image", () => {
    assert.deepEqual(
      lines.filter((line) => line.startsWith("glance==")),
      ["glance==33.0.0"],
    );
  });
});
