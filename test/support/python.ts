import { execFileSync } from "node:child_process";

import { pythonCall } from "../../ops/python";

/** Runs a module of `ops/python` as in a pod, with the Python of this machine, and gives its answer. */
export function runModule<T>(module: string, ...args: unknown[]): T {
  const { command, input } = pythonCall(module, args);
  return JSON.parse(execFileSync("python3", command.slice(1), { input, encoding: "utf8" })) as T;
}
