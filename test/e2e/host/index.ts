import { join } from "node:path";

import { execa } from "execa";

import { hostEnvironment } from "../../../lab/environment";
import { built, cache } from "../../../lab/paths";
import { runPhases } from "../../../lab/tasks";
import { buildPhase } from "../../../lab/up";
import { buildKernel } from "./kernel";
import { makeDisk, type Release, releases } from "./machine";

/** Hours after which a machine has failed. */
const limit = 2;

/** Boots machines with these releases of Debian, one after the other, and follows the README on each. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !releases.some((release) => release === name));
  if (unknown.length > 0) {
    throw new Error(`There is no machine '${unknown.join(" ")}': ${releases.join(", ")}.`);
  }
  await runPhases([buildPhase]);
  for (const release of releases.filter((name) => names.length === 0 || names.includes(name))) {
    await boot(release);
  }
}

/** Boots a machine, prints what its trial reports, and throws unless it has passed. */
async function boot(release: Release): Promise<void> {
  const kernel = await buildKernel();
  const disk = await makeDisk(release, kernel);
  const log = join(built.logs, `host-${release}.log`);
  const started = Date.now();
  console.log(`Booting ${release}; its console is ${log}.`);
  // One processor: with more, the kernel does not live long.
  const machine = [`ubd0=${disk}`, "root=/dev/ubda", "rw", "mem=10G", "ncpus=1", "seccomp=on"];
  const console_ = [`uml_dir=${cache}`, "con0=null,fd:1", "con=null", "systemd.log_color=0"];
  const namespaces = ["--pid", "--fork", "--kill-child", "--mount-proc"];
  const child = execa("unshare", [...namespaces, kernel.program, ...machine, ...console_], {
    env: hostEnvironment,
    extendEnv: false,
    stdin: "ignore",
    stdout: ["pipe", { file: log }],
    stderr: ["pipe", { file: log, append: true }],
    timeout: limit * 3600 * 1000,
    killSignal: "SIGKILL",
    reject: false,
    buffer: false,
  });
  let last = "";
  for await (const line of child.iterable()) {
    if (line.startsWith("## ")) {
      last = line.trim();
      console.log(last);
    }
  }
  await child;
  const minutes = Math.round((Date.now() - started) / 60000);
  if (last !== "## passed") {
    throw new Error(`The trial on ${release} has failed after ${minutes} minutes: see ${log}.`);
  }
  console.log(`The trial on ${release} has passed in ${minutes} minutes.`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
