import { existsSync } from "node:fs";
import { join } from "node:path";

import { namespaces, networkComplete } from "./cluster/network";
import { daemonNames, daemonPid, forgetDaemon, recordDaemon } from "./daemon";
import { state } from "./paths";

/** Under this name the command `up` itself is recorded while it starts the lab. */
export const startingCommand = "up";

/** Records this process as the one that starts the lab; throws if another one does already. */
export function claimStart(): void {
  const starting = daemonPid(startingCommand);
  if (starting === undefined) {
    forgetDaemon(startingCommand);
    try {
      recordDaemon(startingCommand, process.pid, true);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
  }
  const who = daemonPid(startingCommand) ?? starting ?? "that has just ended";
  throw new Error(`The lab is being started by process ${who}: wait for it, or run 'down'.`);
}

/** File that is written when the lab has come up completely. */
export const complete = join(state, "complete");

/** Whether the network of a lab is there that this cache knows nothing of: all labs use the same names. */
export function isElsewhere(): boolean {
  return namespaces().length > 0 && !existsSync(networkComplete) && daemonNames().length === 0;
}

/** Whether the first start was ended from outside; some of its steps may still be running. */
export function wasInterrupted(): boolean {
  return (
    existsSync(state) &&
    !existsSync(complete) &&
    daemonNames().includes(startingCommand) &&
    daemonPid(startingCommand) === undefined
  );
}
