import { existsSync, readFileSync } from "node:fs";

import { execaSync } from "execa";

import { hostEnvironment } from "./environment";
import { recordHostChange } from "./hostChanges";

/** What the lab needs of the kernel that may be a module of it: whether the kernel has it now, by its module. */
const features: Readonly<Record<string, () => boolean>> = {
  overlay: () => /\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8")),
  // It passes bridged traffic to iptables, without which no pod reaches a Service on its own node.
  br_netfilter: () => existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables"),
};

/** Modules that the kernel has not loaded and not built in either. */
export function missingModules(): string[] {
  return Object.keys(features).filter((module) => features[module]?.() === false);
}

/** Modules that are missing and that the lab cannot load itself. */
export function unavailableModules(): string[] {
  return missingModules().filter((module) => modprobe("--dry-run", module) !== undefined);
}

/** Loads what is missing, until `down` takes it out again. */
export function loadModules(): void {
  for (const module of missingModules()) {
    const reason = modprobe(module);
    if (reason !== undefined) {
      throw new Error(`The kernel module ${module} could not be loaded: ${reason}`);
    }
    recordHostChange("modprobe", "--remove", module);
    console.log(`Loaded the kernel module ${module}; the lab takes it out again when it goes.`);
  }
}

/** Why modprobe has failed; undefined when it has not. */
function modprobe(...args: string[]): string | undefined {
  const { failed, stderr, message } = execaSync("modprobe", args, {
    env: hostEnvironment,
    reject: false,
  });
  return failed ? stderr.trim() || (message ?? "") : undefined;
}
