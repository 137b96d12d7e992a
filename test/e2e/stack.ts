import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { parseDocument } from "yaml";

import { openStack } from "../../ops/stack";
import { runInPod } from "../../ops/glance/pods";
import { pythonModules, runPython } from "../../ops/python";

/** The stack of these tests: what `dev` is in a fresh clone. */
export const stack = "e2e";
export const namespace = "openstack";

const root = join(__dirname, "../..");
/** Its file. */
export const file = join(root, `Pulumi.${stack}.yaml`);

/** Writes the stack file anew. */
export function makeStackFile(): void {
  copyFileSync(join(root, "test/fixtures/Pulumi.test.yaml"), file);
}

/** Changes the stack file, in which `npm run up` keeps secrets. */
export function configure(key: string, value: unknown): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["config", `glance:${key}`], value);
  writeFileSync(file, String(document));
}

export function removeStackFile(): void {
  rmSync(file, { force: true });
}

/** Runs an npm script of the project as a user would; returns its output, fails with it. */
export async function npm(script: string, ...args: string[]): Promise<string> {
  const started = Date.now();
  const result = await execa("npm", ["run", script, "--", ...args], {
    cwd: root,
    all: true,
    reject: false,
    stdout: ["pipe", "inherit"],
    stderr: ["pipe", "inherit"],
  });
  console.log(`(npm run ${script}: ${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (result.failed) {
    throw new Error(`npm run ${script} ended with exit code ${result.exitCode}:\n${result.all}`);
  }
  return result.all;
}

/** An object of the cluster, as far as the tests look at it. */
export interface ClusterObject {
  metadata: { name: string; uid: string; generation?: number; resourceVersion: string };
  spec: {
    volumeName?: string;
    accessModes?: string[];
    capacity?: Capacity;
    volumeClaimTemplates?: { spec: { resources: { requests: { storage: string } } } }[];
  };
  status: {
    phase?: string;
    capacity?: Capacity;
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

interface Capacity {
  storage: string;
}

interface ContainerStatus {
  name: string;
  restartCount: number;
}

/** Objects of a kind, by name. */
export async function objects(kind: string): Promise<Map<string, ClusterObject>> {
  const found = await openStack(stack).cluster.getObjects<ClusterObject>([kind]);
  return new Map(
    found
      .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))
      .map((object) => [object.metadata.name, object]),
  );
}

/** Names of the pods of the APIs that run. */
export async function apiPods(): Promise<string[]> {
  return [...(await objects("pods"))]
    .filter(([name, { status }]) => /-api-\d+$/.test(name) && status.phase === "Running")
    .map(([name]) => name);
}

/** Runs a command in the container glance-api of a pod. */
export function inPod(pod: string, ...command: string[]): Promise<string> {
  return runInPod(openStack(stack).cluster, pod, command);
}

/**
 * Runs one of the modules in `python/` in the container glance-api of a pod, with the libraries of Glance.
 *
 * @returns the JSON objects that it prints, one a line.
 */
export function pythonInPod(pod: string, module: string, ...args: unknown[]): Promise<any[]> {
  const ours = pythonModules(join(__dirname, "python"));
  return runPython(openStack(stack).cluster, pod, module, args, ours);
}
