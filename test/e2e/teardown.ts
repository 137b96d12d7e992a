import assert from "node:assert/strict";

import { leftovers } from "../../lab/leftovers.js";
import { makeStackFile, npm, removeStackFile, stack } from "./stack.js";

/** After all files: the lab goes, and leaves nothing on the machine. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    makeStackFile();
    await npm("down", "--stack", stack);
    removeStackFile();
    assert.deepEqual(leftovers(), []);
  },
};
