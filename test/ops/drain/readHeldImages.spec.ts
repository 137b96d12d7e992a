import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Cluster } from "../../../components/cluster";
import { readHeldImages } from "../../../ops/drain/readHeldImages";

const id = "11111111-2222-3333-4444-555555555555";
const directory = mkdtempSync(join(tmpdir(), "glance-"));
const calls = join(directory, "calls");

/** A kubectl that notes its calls, and knows three pods: `-0` and `-1` hold a file, `-2` is not ready. */
const kubectl = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require("node:fs");
const [, , , , verb, ...args] = process.argv;
const pod = (ordinal) => ({
  metadata: { name: "glance-single-api-" + ordinal },
  spec: {},
  status: { conditions: [{ type: "Ready", status: ordinal < 2 ? "True" : "False" }] },
});
if (verb === "get") {
  appendFileSync("${calls}", "get " + args[0] + "\\n");
  console.log(JSON.stringify({ items: [0, 1, 2].map(pod) }));
} else {
  const call = JSON.parse(readFileSync(0, "utf8"));
  if (call.module === "staging_volume") {
    appendFileSync("${calls}", "volume of " + args[1] + "\\n");
    const file = { name: "${id}", size: 10, modified: 0, open: false };
    console.log(JSON.stringify({ total: 20, free: 10, files: [file] }));
  } else {
    appendFileSync("${calls}", "images " + call.arguments[0] + "\\n");
    const image = { id: "${id}", status: "uploading", stageHost: "http://glance-single-api-1" };
    console.log(JSON.stringify(image));
  }
}
`;
const program = join(directory, "kubectl.js");
const cluster = new Cluster("openstack", { program });

describe("what a drain looks at", () => {
  before(() => writeFileSync(program, kubectl, { mode: 0o755 }));
  beforeEach(() => writeFileSync(calls, ""));
  after(() => rmSync(directory, { recursive: true }));

  it("is the pod that goes, and the database for what it holds", async () => {
    assert.deepEqual(await readHeldImages(cluster, ["glance-single-api-1"]), [
      { pod: "glance-single-api-1", image: id, state: "staged", size: 10 },
    ]);
    assert.deepEqual(readFileSync(calls, "utf8").trim().split("\n"), [
      "get pods",
      "volume of glance-single-api-1",
      `images ${id}`,
    ]);
  });

  for (const [pod, reason] of [
    ["glance-single-api-2", "is not ready"],
    ["glance-single-api-7", "does not exist"],
  ] as const) {
    it(`is nothing when a pod ${reason}, which may hold anything`, async () => {
      await assert.rejects(readHeldImages(cluster, ["glance-single-api-1", pod]), {
        message: `${pod} is not ready, so that nobody can look into it: start it first.`,
      });
    });
  }
});
