import assert from "node:assert/strict";

import { certificates } from "../../lab/cluster/certificates";

describe("lab certificates", () => {
  const byFile = Object.fromEntries(certificates([1, 2]).map((entry) => [entry.file, entry]));

  it("let a kubelet act for its own node only", () => {
    assert.deepEqual(byFile["n2"], {
      file: "n2",
      commonName: "system:node:n2",
      organization: ["system:nodes"],
      dnsNames: ["n2"],
      addresses: ["10.88.0.12"],
    });
    assert.equal(byFile["n3"], undefined);
  });

  it("name every address under which the API server is called", () => {
    assert.deepEqual(byFile["apiserver"]?.addresses, ["127.0.0.1", "10.88.0.1", "10.96.0.1"]);
    assert.ok(byFile["apiserver"]?.dnsNames?.includes("kubernetes.default.svc"));
  });

  it("make an administrator of nobody but those who need it", () => {
    const administrators = Object.values(byFile)
      .filter(({ organization }) => organization?.includes("system:masters"))
      .map(({ file }) => file);
    assert.deepEqual(administrators, ["apiserver-kubelet-client", "admin", "coredns", "csi"]);
  });

  it("have a file of their own each", () => {
    assert.equal(Object.keys(byFile).length, certificates([1, 2]).length);
  });
});
