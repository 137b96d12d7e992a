import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { pythonCall } from "../../../ops/python";

/** What `main` of a module prints with the Python of this machine. */
function run(module: string, args: unknown[], modules: Record<string, string>): string {
  const { command, input } = pythonCall(module, args, modules);
  return execFileSync("python3", command.slice(1), { input, encoding: "utf8", stdio: "pipe" });
}

describe("a Python module that is sent into a pod", () => {
  it("imports modules that are sent with it", () => {
    const modules = {
      asked: "from helper import answer\ndef main():\n    print(answer())\n",
      helper: "import deeper\ndef answer():\n    return deeper.ANSWER\n",
      deeper: "ANSWER = 42\n",
    };
    assert.equal(run("asked", [], modules), "42\n");
  });

  it("gets its arguments as JSON has them, whatever is in them", () => {
    const args = [1, 'it\'s "ä€😀" \\ \n', { list: [true, null] }, undefined];
    const echo = "import json\ndef main(*args):\n    print(json.dumps(args))\n";
    assert.deepEqual(JSON.parse(run("echo", args, { echo })), [...args.slice(0, 3), null]);
  });

  it("may leave out arguments that have a default", () => {
    assert.equal(run("asked", [1], { asked: "def main(a, b=2):\n    print(a + b)\n" }), "3\n");
  });

  it("comes before a library of the same name", () => {
    const modules = {
      asked: "import colorsys\ndef main():\n    print(colorsys.X)\n",
      colorsys: "X = 1\n",
    };
    assert.equal(run("asked", [], modules), "1\n");
  });

  it("shows in a trace where it failed, and at the end why", () => {
    const modules = { asked: "def main():\n    from helper import missing\n", helper: "" };
    assert.throws(() => run("asked", [], modules), /"asked\.py", line 2, in main[^]*ImportError/);
  });
});
