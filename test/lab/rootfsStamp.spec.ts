import assert from "node:assert/strict";

import { rootfsStamp } from "../../lab/rootfs";

describe("the stamp of a root file system", () => {
  const stamp = rootfsStamp(["runc", "socat"], { script: "true", files: { "/a": "1" } });

  it("does not depend on the order of packages or on this machine", () => {
    const recipe = { script: "true", files: { "/a": "1" }, environment: { PIP_INDEX_URL: "x" } };
    assert.equal(rootfsStamp(["socat", "runc"], recipe), stamp);
  });

  it("changes with a package, the script and a file", () => {
    assert.notEqual(rootfsStamp(["runc"], { script: "true", files: { "/a": "1" } }), stamp);
    assert.notEqual(
      rootfsStamp(["runc", "socat"], { script: "false", files: { "/a": "1" } }),
      stamp,
    );
    assert.notEqual(
      rootfsStamp(["runc", "socat"], { script: "true", files: { "/a": "2" } }),
      stamp,
    );
    assert.notEqual(rootfsStamp(["runc", "socat"]), stamp);
  });
});
