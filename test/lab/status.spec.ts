import assert from "node:assert/strict";

import { statusTable } from "../../lab/status";

describe("lab status", () => {
  it("is a table of what runs, with the kubeconfig at its end", () => {
    const table = statusTable({
      kubeconfig: "/state/kubeconfig",
      entries: [
        { kind: "control plane", name: "etcd", state: "running", pid: 12 },
        { kind: "node", name: "n1", state: "running", pid: 345, ready: true, joined: true },
        { kind: "node", name: "n2", state: "running", pid: 6, ready: false, joined: false },
        { kind: "node", name: "n3", state: "stopped", ready: false, joined: true },
      ],
    });
    assert.equal(
      table,
      [
        "control plane  etcd  running  12",
        "node           n1    running  345  Ready",
        "node           n2    running  6    NotReady, cut off",
        "node           n3    stopped       NotReady",
        "",
        "KUBECONFIG=/state/kubeconfig",
      ].join("\n"),
    );
  });
});
