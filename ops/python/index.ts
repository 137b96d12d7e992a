import { readFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { python } from "../../model/image";
import type { Cluster } from "../stack";
import { execArguments, runInPod } from "../glance/pods";
import { kubectlCommand } from "../../components/kubectl";

/** The text of a script in `python/`. */
export function pythonScript(name: string): string {
  return readFileSync(join(__dirname, `${name}.py`), "utf8");
}

/** The command that runs a script from standard input with the libraries of Glance. */
function pythonCommand(...args: string[]): string[] {
  return [python, "-", ...args];
}

/** Runs a script of `python/` as `runScript` does. */
export function runPython<T>(
  cluster: Cluster,
  pod: string,
  script: string,
  ...args: string[]
): Promise<T[]> {
  return runScript(cluster, pod, pythonScript(script), ...args);
}

/**
 * Runs a Python script in the container glance-api of a pod, with the libraries of Glance.
 *
 * @param script Its text; that of `session.py` goes before it.
 *
 * @returns the JSON objects that it prints, one a line.
 */
export async function runScript<T>(
  cluster: Cluster,
  pod: string,
  script: string,
  ...args: string[]
): Promise<T[]> {
  const command = pythonCommand(...args);
  const text = await runInPod(cluster, pod, command, afterSession(script));
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

/** Starts a script of `python/` in a pod, to be read line by line while it runs. */
export function startPython(cluster: Cluster, pod: string, script: string, ...args: string[]) {
  const command = execArguments(pod, pythonCommand(...args));
  const input = afterSession(pythonScript(script));
  return execa(...kubectlCommand(cluster, command), { input, reject: false });
}

function afterSession(script: string): string {
  return `${pythonScript("session")}\n${script}`;
}

/** Of a trace of Python only the end says what happened. */
export function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split("\n").filter((line) => !line.startsWith("command terminated"));
  return lines.at(-1) ?? text;
}
