import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { imageConfig } from "../../lab/images/glance";
import {
  imageReference,
  ownVariant,
  publishedVariants,
  wantedVariants,
} from "../../lab/images/variants";
import { labRelease } from "../../lab/rootfs/debian";
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

describe("the Containerfile", () => {
  const folder = join(__dirname, "../../image");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const lines = read("Containerfile").split("\n");
  const values = (instruction: string) =>
    lines.flatMap((line) => new RegExp(`^${instruction} (.*)`).exec(line)?.[1] ?? []);

  it("is made of the Debian that the lab is made of", () => {
    assert.deepEqual(values("ARG"), ["BASE=docker.io/library/debian:12-slim"]);
    assert.equal(labRelease, "bookworm");
  });

  it("copies all that its folder holds to where the script looks for it", () => {
    const copied = (values("COPY")[0] ?? "").split(" ");
    assert.equal(copied.pop(), "/tmp/");
    const files = readdirSync(folder).filter((name) => name !== "Containerfile");
    assert.deepEqual(copied.sort(), files.sort());
    assert.match(read("build.sh"), /--constraint \/tmp\/constraints\.txt /);
  });

  it("starts as the image of the lab does", () => {
    const { environment = {}, user } = imageConfig(ownVariant.environment);
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    assert.deepEqual(values("ENV"), [variables.join(" ")]);
    assert.deepEqual(values("USER"), [user]);
    assert.match(read("build.sh"), new RegExp(`^VENV=.*:-${ownVariant.environment}}$`, "m"));
  });

  it("installs every package by name alone, so that xargs can hand them on", () => {
    assert.match(read("packages.txt"), /^([a-z0-9][a-z0-9.+-]+\n)+$/);
  });
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
