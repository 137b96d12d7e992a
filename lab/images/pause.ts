import { chmod, copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { built } from "../paths";
import { fingerprint } from "../stamp";
import { ensureArchive, writeDockerArchive } from "./dockerArchive";

/** The container that keeps the namespaces of a pod open. */
export const pauseImage = "lab.local/pause:3.10";

/** Writes `pause.tar`: one static executable, which must be built. */
export async function buildPauseImage(): Promise<void> {
  const program = join(built.bin, "pause");
  const stamp = fingerprint([(await readFile(program)).toString("base64")]);
  await ensureArchive("pause.tar", stamp, async (file) => {
    const rootfs = join(built.images, ".pause.rootfs");
    await mkdir(rootfs, { recursive: true });
    try {
      await copyFile(program, join(rootfs, "pause"));
      await chmod(rootfs, 0o755);
      await writeDockerArchive(file, pauseImage, rootfs, {
        entrypoint: ["/pause"],
        user: "65535:65535",
      });
    } finally {
      await rm(rootfs, { recursive: true });
    }
  });
}
