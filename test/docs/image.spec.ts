import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  imageReference,
  ownVariant,
  publishedVariants,
  wantedVariants,
} from "../../lab/images/variants";
import { withResult } from "../e2e/published/resultTable";

describe("docs/image.md", () => {
  const text = readFileSync(join(__dirname, "../../docs/image.md"), "utf8");

  for (const variant of [ownVariant, ...publishedVariants]) {
    it(`has a row for ${imageReference(variant)}, into which its tests write`, () => {
      const noted = withResult(withResult(text, variant, "split", "a"), variant, "single", "b");
      const row = noted.split("\n").find((line) => line.includes(imageReference(variant)));
      assert.match(String(row), /\| a \| b \|$/);
      const others = (one: string) => one.split("\n").filter((line) => line !== row);
      assert.equal(others(noted).length, others(text).length - 1);
    });
  }
});

describe("the images of the lab", () => {
  it("are its own, and those that are asked for", () => {
    assert.deepEqual(wantedVariants(""), [ownVariant]);
    assert.deepEqual(wantedVariants("all"), [ownVariant, ...publishedVariants]);
    assert.deepEqual(
      wantedVariants("glance-atmosphere").map(({ name }) => name),
      ["glance", "glance-atmosphere"],
    );
  });

  it("cover every version of Glance from 30 on", () => {
    const versions = [ownVariant, ...publishedVariants].map(({ version }) => version.slice(0, 2));
    assert.deepEqual(versions.sort(), ["30", "31", "32", "33"]);
  });
});
