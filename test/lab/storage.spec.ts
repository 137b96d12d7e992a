import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expandableClass, storageObjects } from "../../lab/cluster/storage";

describe("the lab's storage class", () => {
  const find = (kind: string) => storageObjects.find((object) => object.kind === kind);

  it("is made by the driver that the nodes run", () => {
    const driver = find("CSIDriver")?.metadata.name;
    assert.equal(find("StorageClass")?.provisioner, driver);
    const source = readFileSync(join(__dirname, "../../lab/go/csi-driver/main.go"), "utf8");
    assert.ok(source.includes(`driverName = "${driver}"`));
  });

  it("can be expanded, and waits until it is known on which node", () => {
    const storageClass = find("StorageClass");
    assert.equal(storageClass?.metadata.name, expandableClass);
    assert.equal(storageClass.allowVolumeExpansion, true);
    assert.equal(storageClass.volumeBindingMode, "WaitForFirstConsumer");
  });
});
