import assert from "node:assert/strict";

import { rootStamp } from "../../lab/rootfs";

describe("the stamp of a root file system", () => {
  const stamp = rootStamp(["runc", "socat"], { script: "true", files: { "/a": "1" } });

  it("does not depend on the order of packages or on this machine", () => {
    const recipe = { script: "true", files: { "/a": "1" }, environment: { PIP_INDEX_URL: "x" } };
    assert.equal(rootStamp(["socat", "runc"], recipe), stamp);
  });

  it("changes with a package, the script and a file", () => {
    assert.notEqual(rootStamp(["runc"], { script: "true", files: { "/a": "1" } }), stamp);
    assert.notEqual(rootStamp(["runc", "socat"], { script: "false", files: { "/a": "1" } }), stamp);
    assert.notEqual(rootStamp(["runc", "socat"], { script: "true", files: { "/a": "2" } }), stamp);
    assert.notEqual(rootStamp(["runc", "socat"]), stamp);
  });
});
