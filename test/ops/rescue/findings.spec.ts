import assert from "node:assert/strict";

import fc from "fast-check";

import { findings, skipped, needsAction, withImport } from "../../../ops/rescue/findings";
import type { RescueState } from "../../../ops/rescue/state";
import { findingsText, skippedText, nextStep } from "../../../ops/rescue/text";
import { stagedFile } from "../../../ops/glance/stagingVolume";
import { file, id, image, now, olderThan, pod, state, stored, task, url } from "./state";

const stuck = state({
  pods: [pod(0, [file(id)]), pod(1)],
  images: [image("importing", { task: task() })],
  stored: [stored({ name: "somebody-else" })],
});

/** Any state of one image: few values, so that they meet, and often importing, about which most is decided. */
const times = fc.constantFrom(now - 1, now - olderThan, now - 7200);
const anyState: fc.Arbitrary<RescueState> = fc
  .record({
    status: fc.oneof(
      fc.constant("importing"),
      fc.constantFrom("uploading", "queued", "active", "deleted", "saving"),
    ),
    size: fc.constantFrom(null, 100),
    diskFormat: fc.constantFrom("raw", "qcow2"),
    updated: times,
    locations: fc.constantFrom(0, 1),
    stageHost: fc.constantFrom(null, url("glance-external-api-0"), url("glance-external-api-7")),
    isLocked: fc.boolean(),
    files: fc.array(
      fc.record({
        name: fc.constantFrom(id, `${id}.raw`),
        size: fc.constantFrom(50, 100),
        modified: times,
        open: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    booted: fc.constantFrom(now - 7300, now - 3600, now),
    isSilent: fc.boolean(),
    stored: fc.array(fc.record({ modified: times, watchers: fc.nat(1), snapshots: fc.nat(1) }), {
      maxLength: 1,
    }),
    claims: fc.subarray(["glance-glance-external-api-0", "glance-glance-external-api-7"]),
  })
  .map(({ files, booted, isSilent, isLocked, claims, stored: left, ...record }) =>
    state({
      pods: [
        pod(0, files.map(stagedFile), { booted }),
        pod(1, [], isSilent ? { files: undefined, booted: undefined } : {}),
      ],
      claims,
      images: [image(record.status, { ...record, task: isLocked ? task() : null })],
      stored: left.map((one) => stored(one)),
    }),
  );

describe("the findings of rescue", () => {
  it("are none when nothing is wrong", () => {
    assert.deepEqual(findings(state(), olderThan), []);
    assert.equal(nextStep([], 0), "Nothing needs rescue.");
  });

  it("start the import of what is staged again, on its stage host", () => {
    const [finding] = findings(stuck, olderThan);
    assert.ok(finding);
    assert.deepEqual(withImport(stuck, finding).steps.at(-1), {
      step: "import",
      pod: "glance-external-api-0",
      image: id,
    });
  });

  it("start no import of what is not staged again", () => {
    const [, foreign] = findings(stuck, olderThan);
    assert.ok(foreign);
    assert.deepEqual(withImport(stuck, foreign).steps, []);
  });

  it("are a table for each kind, and say how to go on", () => {
    const found = findings(stuck, olderThan);
    const lines = findingsText(found).split("\n");
    assert.match(lines[0] ?? "", /^IMPORTING +SINCE +WHAT IS WRONG +WHAT TO DO$/);
    assert.match(
      lines[1] ?? "",
      new RegExp(`^${id} +2027-01-15 07:00 UTC +its import died; .*repair: put`),
    );
    assert.match(lines[3] ?? "", /^FOREIGN /);
    assert.match(lines[4] ?? "", /^somebody-else .*never removed$/);
    assert.equal(nextStep([], 2), "Repaired 2 findings; nothing is left.");
    assert.equal(nextStep(found, 0), "Run again with --repair to repair 1 finding.");
  });

  it("say what is left to the operator, which nothing of somebody else is", () => {
    const found = findings(stuck, olderThan);
    assert.deepEqual(found.map(needsAction), [true, false]);
    assert.equal(
      nextStep(
        found.filter((one) => !needsAction(one)),
        0,
      ),
      "Nothing needs rescue.",
    );
    const [first] = found;
    assert.ok(first);
    const left = { ...first, steps: [] };
    assert.equal(
      nextStep([left, left], 0),
      "2 findings must be repaired by you, as the table says.",
    );
  });

  it("tell of what they leave alone because it is young", () => {
    const young = state({
      pods: [pod(0, [file(id)])],
      images: [image("importing", { task: task(), updated: now - 60 })],
      stored: [stored({ name: "somebody-else", modified: now - 60 })],
    });
    assert.deepEqual(findings(young, olderThan), []);
    const alone = skipped(young, olderThan, () => true);
    assert.deepEqual(alone, { young: 1, open: 0 });
    assert.match(
      skippedText(alone, 10),
      /^1 finding of the last 10 minutes left alone: .*--older-than 0/,
    );
    assert.deepEqual(
      skipped(young, olderThan, () => false),
      { young: 0, open: 0 },
    );
  });

  it("tell of what they leave alone because it is open, whatever its age", () => {
    const read = state({
      pods: [pod(0, [file(id, 100, { open: true })])],
      images: [image("importing")],
    });
    const watched = state({ images: [image("importing")], stored: [stored({ watchers: 1 })] });
    for (const one of [read, watched]) {
      const alone = skipped(one, 0, () => true);
      assert.deepEqual(alone, { young: 0, open: 1 });
      assert.match(skippedText(alone, 0), /^1 image left alone, because a process has it open/);
    }
  });

  it("say nothing more when they leave nothing alone", () => {
    assert.equal(
      skippedText(
        skipped(stuck, olderThan, () => true),
        10,
      ),
      "",
    );
  });

  it("never touch what is open, watched, young or may be at work elsewhere", () => {
    fc.assert(
      fc.property(anyState, (any) => {
        for (const { steps } of findings(any, olderThan)) {
          for (const step of steps) {
            const files = any.pods.flatMap((one) => one.files ?? []);
            if (step.step === "removeFile" || step.step === "renameFile") {
              const named = files.filter((one) => one.name === step.file);
              assert.ok(named.some(({ open, modified }) => !open && now - modified >= olderThan));
            }
            if (step.step === "renameFile") {
              const { booted = now } = any.pods.find(({ name }) => name === step.pod) ?? {};
              const named = files.filter((one) => one.name === step.file);
              assert.ok(named.some(({ size, modified }) => size === 100 && modified > booted));
            }
            if (step.step === "removeStored") {
              assert.ok(any.stored.every((one) => one.watchers === 0 && one.snapshots === 0));
              assert.ok(any.stored.every((one) => now - one.modified >= olderThan));
              assert.ok(any.images.every((one) => one.locations === 0));
            }
            if (step.step === "restage" || step.step === "requeue") {
              assert.ok(files.every((one) => !one.open));
              assert.ok(any.images.every((one) => now - one.updated >= olderThan));
              assert.ok(any.images.every((one) => ["uploading", "importing"].includes(one.status)));
            }
            if (step.step === "restage") {
              assert.ok(files.some((one) => one.size === 100));
            }
          }
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
