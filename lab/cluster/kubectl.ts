import { join } from "node:path";

import { execa } from "execa";

import { built, kubeconfig } from "../paths";

/** Runs kubectl as the administrator, with `input` on its standard input; returns what it prints. */
export async function kubectl(args: readonly string[], input = ""): Promise<string> {
  const { stdout } = await execa(
    join(built.bin, "kubectl"),
    [`--kubeconfig=${kubeconfig}`, "--request-timeout=5s", ...args],
    { input },
  );
  return stdout;
}

/** Makes the objects that are not there; needs the API server. */
export async function applyObjects(objects: readonly object[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  // To validate, kubectl would read the schema of all kinds, for a second.
  await kubectl(["apply", "--validate=false", "--filename=-"], list);
}
