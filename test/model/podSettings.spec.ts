import assert from "node:assert/strict";

import { mergedPod, proxyExceptions } from "../../model/podSettings";

describe("the settings of the pods of one API", () => {
  it("are added to those of all, and replace what has the same name", () => {
    const merged = mergedPod(
      {
        labels: { team: "a", tier: "gold" },
        tolerations: [{ key: "one", operator: "Exists" }],
        priorityClassName: "low",
        env: [
          { name: "A", value: "all" },
          { name: "B", value: "all" },
        ],
      },
      {
        labels: { team: "b" },
        tolerations: [{ key: "two", operator: "Exists" }],
        priorityClassName: "high",
        env: [{ name: "A", value: "own" }],
      },
    );
    assert.deepEqual(merged.labels, { team: "b", tier: "gold" });
    assert.deepEqual(
      merged.tolerations?.map(({ key }) => key),
      ["one", "two"],
    );
    assert.equal(merged.priorityClassName, "high");
    assert.deepEqual(merged.env, [
      { name: "B", value: "all" },
      { name: "A", value: "own" },
    ]);
  });
});

describe("hosts that no proxy stands in front of", () => {
  it("are the other pods, the pod itself and Keystone, before those that are given", () => {
    assert.equal(
      proxyExceptions("https://[2001:db8::5]:5000/v3", ["example.org, .svc", ""]),
      ".svc,localhost,127.0.0.1,2001:db8::5,example.org",
    );
  });
});
