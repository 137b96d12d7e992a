import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { built, cache, kubeconfig, pulumiState } from "./paths";

/**
 * Environment of the programs that the lab runs on the host. Nothing of the caller's own gets in: a proxy would
 * come between the daemons, and daemons outlive the shell whose secrets they would keep. The PATH of a user who
 * became root by `su` lacks the folders of `chroot` and `pivot_root`.
 */
export const hostEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LANG: "C.UTF-8",
} as const;

/** File with the passphrase of stacks that are deployed to the lab; made at its first use. */
const passphraseFile = join(cache, "passphrase");

/**
 * Environment in which kubectl and Pulumi work on the lab: its kubeconfig and, where the user has set none, a
 * passphrase and a Pulumi backend of the lab's own, which ends with the lab.
 */
export function labEnvironment(): Record<string, string> {
  const user = process.env;
  return {
    KUBECONFIG: kubeconfig,
    ...((user["PULUMI_CONFIG_PASSPHRASE"] ?? user["PULUMI_CONFIG_PASSPHRASE_FILE"])
      ? {}
      : { PULUMI_CONFIG_PASSPHRASE_FILE: makePassphrase() }),
    ...(user["PULUMI_BACKEND_URL"] ? {} : { PULUMI_BACKEND_URL: `file://${pulumiState}` }),
  };
}

/** Makes this process and those that it starts work on the lab, with its kubectl first on PATH. */
export function enterLab(): void {
  const path = [built.bin, process.env["PATH"] ?? ""].join(delimiter);
  Object.assign(process.env, { ...labEnvironment(), PATH: path });
}

/** The environment as lines for a shell's eval, with the lab's kubectl on PATH. */
export function shellExports(environment: Record<string, string>): string {
  const lines = Object.entries(environment).map(
    ([name, value]) => `export ${name}=${quote(value)}`,
  );
  return [...lines, `export PATH=${quote(built.bin)}:"$PATH"`].join("\n");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function makePassphrase(): string {
  if (!existsSync(passphraseFile)) {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    writeFileSync(passphraseFile, randomBytes(24).toString("base64"), { mode: 0o600 });
  }
  return passphraseFile;
}
