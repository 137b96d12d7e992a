import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { apiPort } from "../../../model/image";
import { readFacts } from "../../../ops/explain/readFacts";
import { explainImage, type Verdict } from "../../../ops/explain/verdict";
import { openStack } from "../../../ops/stack";
import { formatsDocument, type ImportedFile } from "./table";
import { makeStackFile, npm, pythonInPod, stack } from "../stack";

const file = join(__dirname, "../../../docs/formats.md");
const pods = ["glance-external-api-0", "glance-external-api-1", "glance-external-api-2"];

describe("files of all formats", () => {
  let files: ImportedFile[];
  let verdicts: Map<string, Verdict>;

  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
    const parts = pods.map((pod, part) =>
      pythonInPod(pod, "import_formats", apiPort, part, pods.length),
    );
    files = (await Promise.all(parts)).flat();
    const { cluster } = openStack(stack);
    const facts = await readFacts(
      cluster,
      files.flatMap(({ image }) => image ?? []),
      "10m",
      (problem) => assert.fail(problem),
    );
    verdicts = new Map(facts.map((one) => [one.id, explainImage(one)]));
  });

  it("are stored with the bytes that they have, or refused", () => {
    for (const { name, declared, status, stored } of files) {
      assert.ok(
        status === "active" || status === "queued" || status === null,
        `${name}: ${status}`,
      );
      assert.doesNotMatch(stored ?? "", /something else/, `${name} as ${declared}`);
    }
  });

  it("are explained with a known cause when they are refused", () => {
    for (const { name, declared, image, status } of files) {
      const cause = verdicts.get(image ?? "")?.cause ?? "none";
      const isKnown = !["other", "not-in-logs"].includes(cause);
      assert.ok(
        isKnown && (cause === "none") === (status !== "queued"),
        `${name} as ${declared}: ${cause}`,
      );
    }
  });

  it("are as docs/formats.md says", () => {
    const text = formatsDocument(
      files.map((one) => ({
        ...one,
        explanation: one.status === "active" ? undefined : verdicts.get(one.image ?? "")?.uploader,
      })),
    );
    if (process.env["FORMATS"] === "write") {
      writeFileSync(file, text);
    }
    assert.equal(readFileSync(file, "utf8"), text);
  });
});
