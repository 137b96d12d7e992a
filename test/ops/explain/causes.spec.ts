import assert from "node:assert/strict";

import { causeOf } from "../../../ops/explain/causes";
import type { Cause } from "../../../ops/explain/causes/cause";
import { contentCauses } from "../../../ops/explain/causes/content";
import { downloadCauses } from "../../../ops/explain/causes/download";
import { processingCauses } from "../../../ops/explain/causes/processing";
import { storageCauses } from "../../../ops/explain/causes/storage";
import { contentSamples, downloadSamples, processingSamples, storageSamples } from "./samples";

const tables: [readonly Cause[], Record<string, string>, string][] = [
  [contentCauses, contentSamples, "glance-direct"],
  [storageCauses, storageSamples, "glance-direct"],
  [downloadCauses, downloadSamples, "web-download"],
  [processingCauses, processingSamples, "glance-direct"],
];

describe("the causes of a failed import", () => {
  for (const [causes, samples, method] of tables) {
    it(`are found for ${method} by what Glance logs: ${causes.map(({ name }) => name).join(", ")}`, () => {
      assert.deepEqual(
        Object.keys(samples),
        causes.map(({ name }) => name),
      );
      for (const [name, text] of Object.entries(samples)) {
        assert.equal(causeOf(`before\n${text}\nafter`, method)?.name, name);
      }
    });
  }

  it("are told in one sentence that ends as one, to both", () => {
    for (const { name, uploader, operator } of tables.flatMap(([causes]) => causes)) {
      for (const sentence of [uploader, operator]) {
        assert.match(sentence, /^(\p{Lu}|`|\{|\[|qemu-img|image_|vmdk_).*[.]$/u, name);
      }
    }
  });

  it("fill in only what is declared or what the pattern finds", () => {
    for (const { name, pattern, uploader, operator } of tables.flatMap(([causes]) => causes)) {
      const groups = [...pattern.source.matchAll(/\(\?<(\w+)>/g)].map(([, group]) => group);
      const known = new Set(["declared", "image", ...groups]);
      for (const [, used] of `${uploader} ${operator}`.matchAll(/\{(\w+)\}/g)) {
        assert.ok(known.has(used), `${name}: ${used}`);
      }
    }
  });

  it("are none where the log says nothing of the kind", () => {
    for (const text of ["", "Image x status changing from queued to importing", "timed out"]) {
      assert.equal(causeOf(text, "glance-direct"), undefined);
    }
  });

  it("are those of a download only where something is downloaded", () => {
    assert.equal(causeOf("Connection refused", "glance-download")?.name, "refused");
    assert.equal(causeOf("Connection refused", null), undefined);
  });
});
