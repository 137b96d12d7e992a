import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { shellExports } from "../../lab/environment";

describe("the environment of the lab", () => {
  it("survives the shell's eval, whatever its values are", () => {
    const value = 'it\'s "$HOME" `x`\\';
    const script = `${shellExports({ NAME: value })}\nprintf %s "$NAME"`;
    assert.equal(execFileSync("sh", ["-c", script], { encoding: "utf8" }), value);
  });

  it("puts the lab's kubectl first on PATH and keeps the rest", () => {
    const script = `${shellExports({})}\nprintf %s "$PATH"`;
    const path = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { PATH: "/bin" } });
    assert.match(path, /^\S*\/bin:\/bin$/);
  });
});
