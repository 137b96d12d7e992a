import assert from "node:assert/strict";

import { execText, podResult, worstExitCode } from "../../../ops/exec/result";

const pod = { name: "glance-external-api-0", node: "n1" };
const succeeded = podResult(pod, { exitCode: 0, stdout: "out", stderr: "warning" });
const failed = podResult(pod, {
  exitCode: 3,
  stdout: "",
  stderr: "oops\ncommand terminated with exit code 3",
});
const unreached = podResult(
  { name: "glance-external-api-1", node: undefined },
  { exitCode: 1, stdout: "", stderr: "Error from server:\n  no route to host\n" },
);

describe("the result of a command in a pod", () => {
  it("has the exit code and the output of the command, without what kubectl adds", () => {
    assert.deepEqual(succeeded, {
      pod: "glance-external-api-0",
      node: "n1",
      exitCode: 0,
      stdout: "out",
      stderr: "warning",
    });
    assert.equal(failed.exitCode, 3);
    assert.equal(failed.stderr, "oops");
  });

  it("is empty for a command that fails without a word", () => {
    const stderr = "command terminated with exit code 1";
    assert.equal(podResult(pod, { exitCode: 1, stdout: "", stderr }).stderr, "");
  });

  it("is one sentence and exit code 1 for a pod that cannot be reached", () => {
    assert.equal(unreached.exitCode, 1);
    assert.equal(
      unreached.stderr,
      "The command was not run to its end in glance-external-api-1: Error from server: no route to host",
    );
  });

  it("says so when there is no kubectl", () => {
    assert.match(podResult(pod, { stdout: "", stderr: "" }).stderr, /kubectl could not be run/);
  });
});

describe("the results of a command in all pods", () => {
  it("end with the worst exit code, in whatever pod it was", () => {
    assert.equal(worstExitCode([succeeded, succeeded]), 0);
    assert.equal(worstExitCode([succeeded, unreached]), 1);
    assert.equal(worstExitCode([failed, unreached, succeeded]), 3);
  });

  it("are shown under a heading for each pod", () => {
    assert.equal(
      execText([succeeded, failed, unreached]),
      [
        "== glance-external-api-0 (n1)",
        "out",
        "warning",
        "== glance-external-api-0 (n1), exit code 3",
        "oops",
        "== glance-external-api-1 (no node), exit code 1",
        "The command was not run to its end in glance-external-api-1: Error from server: no route to host",
      ].join("\n"),
    );
  });
});
