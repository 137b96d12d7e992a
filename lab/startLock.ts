import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { namespaces, networkComplete } from "./cluster/network";
import { daemonNames, daemonPid, forgetDaemon, recordDaemon } from "./daemon";
import { state } from "./paths";

/** Name under which the process that starts the lab is recorded while it does. */
export const startLock = "up";

/** Makes this process the one that starts the lab; throws if another one does already. */
export function takeStartLock(): void {
  const holder = daemonPid(startLock);
  if (holder === undefined) {
    releaseStartLock();
    try {
      recordDaemon(startLock, process.pid, true);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
  }
  const who = daemonPid(startLock) ?? holder ?? "that has just ended";
  throw new Error(`The lab is being started by process ${who}: wait for it, or run 'down'.`);
}

/** Lets another process start the lab. */
export function releaseStartLock(): void {
  forgetDaemon(startLock);
}

const completionFlag = join(state, "complete");

/** Notes that the lab has come up completely. */
export function raiseCompletionFlag(): void {
  writeFileSync(completionFlag, "");
}

/** Whether the lab has come up completely once. */
export function hasCompletionFlag(): boolean {
  return existsSync(completionFlag);
}

/** Whether the first start was ended from outside; some of its steps may still be running. */
export function wasInterrupted(): boolean {
  return (
    existsSync(state) &&
    !hasCompletionFlag() &&
    daemonNames().includes(startLock) &&
    daemonPid(startLock) === undefined
  );
}

/** Whether the network of a lab is there that this cache knows nothing of: all labs use the same names. */
export function isElsewhere(): boolean {
  return namespaces().length > 0 && !existsSync(networkComplete) && daemonNames().length === 0;
}
