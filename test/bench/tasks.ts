import { join } from "node:path";

import type { Task } from "./measure";
import { root } from "./project";

/** A command of the project in a folder, as npm runs it. */
export function ownCommand(directory: string, entry: "ops" | "policy", ...args: string[]): Task {
  const start = join(root, "start/command.js");
  return { command: [process.execPath, start, `${entry}/cli.ts`, ...args], directory };
}

/** The commands on the stack of a folder. */
export function stackTasks(directory: string) {
  const manifests = join(directory, "manifests.yaml");
  const rendered = ["--policy-pack", join(root, "policy"), "--out", manifests];
  return {
    // First, because checkFile reads what it writes.
    render: ownCommand(directory, "ops", "render", "--stack", "bench", ...rendered),
    check: ownCommand(directory, "policy", "check", "--stack", "bench"),
    checkFile: ownCommand(directory, "policy", "check", "-f", manifests),
    plan: ownCommand(directory, "ops", "plan", "--stack", "bench"),
  } satisfies Record<string, Task>;
}

/** What no command can go below: the start of Node, alone and with the SDKs that the program needs. */
export function floorTasks(directory: string) {
  const node = (script: string): Task => ({
    command: [process.execPath, "--eval", script],
    directory,
  });
  return {
    node: node("0"),
    sdks: node('require("@pulumi/pulumi"); require("@pulumi/kubernetes");'),
  } satisfies Record<string, Task>;
}
