import assert from "node:assert/strict";

import { leftovers } from "../../lab/leftovers";
import { makeStackFile, npm, removeStackFile, stack } from "./stack";

export const mochaHooks = {
  /** Before all files: what a run that was killed left in the lab is no matter of this run. */
  async beforeAll(): Promise<void> {
    await npm("lab", "down");
    assert.deepEqual(leftovers(), []);
  },

  /** After all files: the lab goes, and leaves nothing on the machine. */
  async afterAll(): Promise<void> {
    makeStackFile();
    await npm("down", "--stack", stack);
    removeStackFile();
    assert.deepEqual(leftovers(), []);
  },
};
