import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { execa } from "execa";

import { python } from "../../model/image";
import type { Cluster } from "../../components/cluster";
import { execArguments, runInPod } from "../glance/pods";

/** The Python modules in a folder: their sources by their names. */
export function pythonModules(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".py"));
  return Object.fromEntries(
    files.map((file) => [basename(file, ".py"), readFileSync(join(folder, file), "utf8")]),
  );
}

/** The source of a module beside this one. */
export function pythonSource(name: string): string {
  return readFileSync(join(__dirname, `${name}.py`), "utf8");
}

/** How a Python that has nothing of this project runs a module: its command, and what goes to standard input. */
export function pythonCall(
  module: string,
  args: readonly unknown[],
  furtherModules: Readonly<Record<string, string>> = {},
): { command: string[]; input: string } {
  const sources = { ...pythonModules(__dirname), ...furtherModules };
  return {
    command: [python, "-c", pythonSource("bootstrap")],
    input: JSON.stringify({ sources, module, arguments: args }),
  };
}

/**
 * Runs `main` of a Python module in the container glance-api of a pod, with the libraries of Glance.
 *
 * @param module Name of a module beside this one, or of one that `furtherModules` brings.
 * @param args Arguments of `main`, as JSON has them.
 *
 * @returns the JSON objects that it prints, one a line.
 */
export async function runPython<T>(
  cluster: Cluster,
  pod: string,
  module: string,
  args: readonly unknown[] = [],
  furtherModules: Readonly<Record<string, string>> = {},
): Promise<T[]> {
  const { command, input } = pythonCall(module, args, furtherModules);
  const text = await runInPod(cluster, pod, command, input);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

/** Starts a module beside this one as `runPython` does, to be read line by line while it runs. */
export function startPython(
  cluster: Cluster,
  pod: string,
  module: string,
  args: readonly unknown[],
) {
  const { command, input } = pythonCall(module, args);
  const exec = execArguments(pod, command);
  return execa(...cluster.command(exec), { input, reject: false });
}

/** Of a trace of Python only the end says what happened. */
export function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split("\n").filter((line) => !line.startsWith("command terminated"));
  return lines.at(-1) ?? text;
}
