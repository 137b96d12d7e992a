import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const services = join(__dirname, "../../lab/services");

describe("the constraints of the OpenStack client", () => {
  const lines = readFileSync(join(services, "openstackclient-constraints.txt"), "utf8")
    .trim()
    .split("\n");

  it("pin every distribution to one version", () => {
    for (const line of lines) {
      assert.match(line, /^[A-Za-z0-9._-]+==[0-9][0-9a-z.]*$/);
    }
    assert.equal(new Set(lines.map((line) => line.split("==")[0])).size, lines.length);
  });

  it("pin the client to the version that is installed", () => {
    const source = readFileSync(join(services, "openstackClient.ts"), "utf8");
    const [, version] = /const version = "(.+)";/.exec(source) ?? [];
    assert.ok(lines.includes(`python-openstackclient==${version}`));
  });
});
