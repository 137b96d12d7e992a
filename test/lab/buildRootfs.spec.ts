import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type * as buildRootfsModule from "../../lab/rootfs/buildRootfs";
import type * as commandsModule from "../../lab/rootfs/commands";
import { TemporaryLab } from "./temporaryLab";

describe("the build of a root file system", () => {
  let lab: TemporaryLab;
  let build: (stamp: string, file: string) => Promise<string>;
  let fail: (stamp: string) => Promise<string>;

  beforeEach(() => {
    lab = new TemporaryLab();
    const { buildRootfs } = lab.load<typeof buildRootfsModule>("rootfs/buildRootfs.ts");
    build = (stamp, file) => buildRootfs("node", stamp, (root) => writeFile(join(root, file), ""));
    fail = (stamp) => buildRootfs("node", stamp, () => Promise.reject(new Error("No space.")));
  });
  afterEach(() => lab.remove());

  it("happens once per stamp", async () => {
    const root = await build("1", "first");
    await build("1", "second");
    assert.deepEqual(readdirSync(root), ["first"]);
    await build("2", "third");
    assert.deepEqual(readdirSync(root), ["third"]);
  });

  it("keeps the last complete one, and no remains, when it fails", async () => {
    const root = await build("1", "first");
    await assert.rejects(
      fail("2"),
      /'node' could not be made \(log: .*rootfs-node\.log\): No space\.$/,
    );
    assert.deepEqual(readdirSync(root), ["first"]);
    assert.deepEqual(readdirSync(join(lab.cache, "rootfs")), ["node", "node.stamp"]);
  });

  it("begins with an empty folder after one that was interrupted", async () => {
    mkdirSync(join(lab.cache, "rootfs/node.new/etc"), { recursive: true });
    const root = await build("1", "first");
    assert.deepEqual(readdirSync(root), ["first"]);
    assert.ok(!existsSync(`${root}.new`));
  });

  it("writes where only the administrator looks, for a proxy may have a password", async () => {
    await build("1", "first");
    for (const folder of ["rootfs", "logs"]) {
      assert.equal(statSync(join(lab.cache, folder)).mode & 0o777, 0o700);
    }
  });
});

describe("a step of a build", () => {
  const lab = new TemporaryLab();
  const { run } = lab.load<typeof commandsModule>("rootfs/commands.ts");
  const log = join(lab.cache, "log");

  after(() => lab.remove());

  it("fails with its program and exit code, and without its arguments", async () => {
    await assert.rejects(run(["sh", "-c", "exit 3", "http://user:password@mirror.test"], log), {
      message: "sh ended with exit code 3.",
    });
    await assert.rejects(run(["no-such-program"], log), /no-such-program was not found\.$/);
  });
});
