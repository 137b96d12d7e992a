import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import type { GlanceArgs } from "./glance";
import { stagingDirectory } from "./names";
import { refuseStagingChange, stagingSets } from "./stagingChange";

/** What the guard needs to know. */
export interface StagingGuardArgs {
  /** The cluster: what kubectl would use where a field is missing. */
  cluster: { kubeconfig?: string; context?: string };
  /** Whether pods may go with what is staged on them. */
  allowStagedLoss: boolean;
}

const run = promisify(execFile);

/** What of Glance an update may change at the cost of staged images. */
export type StagingUpdate = Pick<GlanceArgs, "namespace" | "layout" | "replicas" | "staging">;

/** Guards updates of Glance, in preview too, as refuseUpdate says. */
export function stagingGuard(args: StagingGuardArgs): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "staging-guard",
    ({ oldInputs, newInputs }) =>
      refuseUpdate(args, oldInputs as StagingUpdate, newInputs as StagingUpdate),
    { onDryRun: true },
  );
}

/**
 * Refuses an update that takes away pods on which images are staged, or that replaces a StatefulSet with its pods. Looks
 * into the pods with kubectl, and only when pods go.
 *
 * @throws Error, one sentence that names pod or key, and the remedy.
 */
export async function refuseUpdate(
  { cluster, allowStagedLoss }: StagingGuardArgs,
  before: StagingUpdate,
  after: StagingUpdate,
): Promise<void> {
  await refuseStagingChange(stagingSets(before), stagingSets(after), allowStagedLoss, (pod) =>
    stagedOn(cluster, before.namespace, pod),
  );
}

async function stagedOn(
  { kubeconfig, context }: StagingGuardArgs["cluster"],
  namespace: string,
  pod: string,
): Promise<string[]> {
  const connection = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
  const command = ["exec", pod, "-c", "glance-api", "-n", namespace, "--", "ls", "-A"];
  try {
    const { stdout } = await run("kubectl", [...connection, ...command, stagingDirectory]);
    return stdout.split("\n").filter(Boolean);
  } catch (error) {
    // The message of Node repeats the command, and hides what kubectl says behind it.
    throw new Error(reason(error as NodeJS.ErrnoException & { stderr?: string }), { cause: error });
  }
}

function reason({ code, stderr }: NodeJS.ErrnoException & { stderr?: string }): string {
  return code === "ENOENT" ? "there is no kubectl on PATH" : (stderr ?? "").trim();
}
