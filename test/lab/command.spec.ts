import assert from "node:assert/strict";

import { labCommand } from "../../lab/command";

/** Parses arguments that are refused, and returns the refusal. */
async function refusal(...words: string[]): Promise<string> {
  const lab = labCommand();
  for (const command of [lab, ...lab.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  try {
    await lab.parseAsync(words, { from: "user" });
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail("accepted");
}

describe("lab command line", () => {
  it("has one command for each thing that one does with a lab", () => {
    const names = labCommand().commands.map((command) => command.name());
    assert.deepEqual(names, ["up", "down", "status", "env", "node"]);
  });

  it("refuses an action that no node has, with those that they have", async () => {
    assert.match(await refusal("node", "explode", "1"), /'explode'.*stop, start, cut, join/);
  });

  it("refuses a node that does not exist before anything happens", async () => {
    assert.match(await refusal("node", "stop", "7"), /There is no node '7'/);
    assert.match(await refusal("node", "stop"), /missing required argument 'number'/);
  });

  it("refuses unknown commands and surplus words", async () => {
    assert.match(await refusal("destroy"), /unknown command 'destroy'/);
    assert.match(await refusal("down", "now"), /too many arguments/);
  });
});
