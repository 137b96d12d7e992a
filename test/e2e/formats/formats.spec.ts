import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { apiPort } from "../../../model/image";
import { readFacts } from "../../../ops/explain/readFacts";
import { explainImage, type Verdict } from "../../../ops/explain/verdict";
import { openStack } from "../../../ops/stack";
import { formatsDocument, type ImportedFile } from "./table";
import { configure, makeStackFile, npm, pythonInPod, stack } from "../stack";

const file = join(__dirname, "../../../docs/formats.md");
const pods = ["glance-external-api-0", "glance-external-api-1", "glance-external-api-2"];

/** A file that was imported, and why it was refused, if it was. */
type ExplainedFile = ImportedFile & { verdict: Verdict | undefined };

describe("files of all formats", () => {
  let files: ExplainedFile[];

  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
    files = await importFiles(pods, false);
    configure("imagePlugins", ["image_decompression", "image_conversion"]);
    await npm("up", "--stack", stack);
    files.push(...(await importFiles(pods.slice(0, 1), true)));
  });

  it("are stored with the bytes that they have, or refused", () => {
    for (const { name, declared, status, stored } of files) {
      // Glance leaves an image importing when the plugin image_decompression fails.
      const ends = [
        "active",
        "queued",
        null,
        ...(name.includes("decompression") ? ["importing"] : []),
      ];
      assert.ok(ends.includes(status), `${name}: ${status}`);
      assert.doesNotMatch(stored ?? "", /something else/, `${name} as ${declared}`);
    }
  });

  it("are explained with a known cause when they are refused", () => {
    for (const { name, declared, verdict, status } of files) {
      const cause = verdict?.cause ?? "none";
      const isKnown = !["other", "not-in-logs"].includes(cause);
      assert.ok(
        isKnown && (cause === "none") === (status === "active" || status === null),
        `${name} as ${declared}: ${cause}`,
      );
    }
  });

  it("are as docs/formats.md says", () => {
    const text = formatsDocument(
      files.map((one) => ({
        ...one,
        explanation: one.status === "active" ? undefined : one.verdict?.uploader,
      })),
    );
    if (process.env["FORMATS"] === "write") {
      writeFileSync(file, text);
    }
    assert.equal(readFileSync(file, "utf8"), text);
  });
});

/** Imports through these pods all files, or those for the plugin image_decompression, and explains what became of them. */
async function importFiles(
  through: readonly string[],
  compressed: boolean,
): Promise<ExplainedFile[]> {
  const parts = through.map((pod, part) =>
    pythonInPod(pod, "import_formats", apiPort, part, through.length, compressed),
  );
  const files: ImportedFile[] = (await Promise.all(parts)).flat();
  const ids = files.flatMap(({ image }) => image ?? []);
  const facts = await readFacts(openStack(stack).cluster, ids, "10m", (problem) =>
    assert.fail(problem),
  );
  const verdicts = new Map(facts.map((one) => [one.id, explainImage(one)]));
  return files
    .sort((a, b) => a.place - b.place)
    .map((file) => ({ ...file, verdict: verdicts.get(file.image ?? "") }));
}
