import assert from "node:assert/strict";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { execa } from "execa";

import { waitForImports } from "../../components/waitForImports";

describe("a pod that ends", () => {
  const volume = mkdtempSync(join(tmpdir(), "glance-volume-"));
  const store = join(volume, "os_glance_staging_store");
  const drainMarker = join(volume, "draining");
  const staged = join(store, "9f1c");
  let ended = false;

  const end = async () => {
    ended = false;
    await execa("sh", ["-c", waitForImports(volume, drainMarker)], { timeout: 30_000 });
    ended = true;
  };

  before(() => mkdirSync(store));
  after(() => rmSync(volume, { recursive: true }));

  it("tells Glance, and waits as long as a staged file is open", async () => {
    const file = openSync(staged, "w");
    const ending = end();
    await setTimeout(5000);
    assert.ok(existsSync(drainMarker));
    assert.ok(!ended);
    closeSync(file);
    await ending;
  });

  it("does not wait for a file that a failed import has left open and deleted", async () => {
    const file = openSync(staged, "w");
    rmSync(staged);
    await end();
    closeSync(file);
  });
});
