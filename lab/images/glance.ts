import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ensureRootfs, rootfsStamp, type RootfsRecipe } from "../rootfs";
import { fingerprint } from "../stamp";
import { ensureArchive, writeDockerArchive, type ImageConfig } from "./dockerArchive";
import { readPipEnvironment } from "./pipSettings";

/** Glance under uWSGI, Apache httpd in front of it, and qemu-img. */
export const glanceImage = "lab.local/glance:33.0.0";

const packages = [
  "apache2-bin",
  "python3-minimal",
  // python3-rbd does not depend on it, although it cannot work without it.
  "python3-rados",
  "python3-rbd",
  "python3-venv",
  "qemu-utils",
  "uwsgi-core",
  "uwsgi-plugin-python3",
];

const config: ImageConfig = {
  environment: {
    PATH: "/opt/glance/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    LANG: "C.UTF-8",
  },
  user: "42415:42415",
};

/** Writes `glance.tar`; the root file system it is made of stays for the next time. */
export async function buildGlanceImage(): Promise<void> {
  const recipe = await glanceRecipe();
  const stamp = fingerprint([rootfsStamp(packages, recipe), config]);
  await ensureArchive("glance.tar", stamp, async (file) => {
    const rootfs = await ensureRootfs("glance", packages, recipe);
    await writeDockerArchive(file, glanceImage, rootfs, config, ["./dev/*", "./proc/*", "./sys/*"]);
  });
}

async function glanceRecipe(): Promise<RootfsRecipe> {
  const read = (name: string) => readFile(join(__dirname, name), "utf8");
  const { PIP_CERT: certificate, ...environment } = readPipEnvironment();
  return {
    script: await read("glance-rootfs.sh"),
    files: { "/tmp/constraints.txt": await read("glance-constraints.txt") },
    ...(certificate === undefined
      ? { environment }
      : {
          environment: { ...environment, PIP_CERT: "/tmp/certificates.pem" },
          hostFiles: { "/tmp/certificates.pem": certificate },
        }),
  };
}
