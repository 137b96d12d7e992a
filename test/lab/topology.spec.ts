import assert from "node:assert/strict";

import {
  insideNetwork,
  nodeAddress,
  nodeNames,
  nodeNumbers,
  nodePodRange,
} from "../../lab/topology";

describe("lab topology", () => {
  it("numbers the nodes from one, as many as there are names", () => {
    assert.deepEqual(nodeNumbers, [1, 2, 3]);
    assert.equal(nodeNames.length, nodeNumbers.length);
  });

  it("gives every node an address and a range of pod addresses of its own", () => {
    assert.deepEqual(nodeNumbers.map(nodeAddress), ["10.88.0.11", "10.88.0.12", "10.88.0.13"]);
    assert.equal(new Set(nodeNumbers.map(nodePodRange)).size, nodeNumbers.length);
  });

  it("enters network namespaces by their file, which leaves /sys alone", () => {
    assert.deepEqual(insideNetwork("kc"), ["nsenter", "--net=/run/netns/glance-lab-kc"]);
  });
});
