import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ensureRootfs, rootfsStamp, type RootfsRecipe } from "../rootfs";
import { fingerprint } from "../stamp";
import { ensureArchive, writeDockerArchive, type ImageConfig } from "./dockerArchive";
import { readPipEnvironment } from "./pipSettings";
import { type GlanceVariant, imageReference } from "./variants";

/** What the image is made of; `Containerfile` there does the same. */
const recipes = join(__dirname, "../../image");
const read = (name: string) => readFile(join(recipes, name), "utf8");

/** How an image is started whose Python is in the folder `environment`. */
export function imageConfig(environment: string): ImageConfig {
  return {
    environment: {
      PATH: `${environment}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      LANG: "C.UTF-8",
    },
    user: "42415:42415",
  };
}

/** Writes the archive of an image of Glance; the root file system it is made of stays for the next time. */
export async function buildGlanceImage(variant: GlanceVariant): Promise<void> {
  const { name, environment, without = [] } = variant;
  const config = imageConfig(environment);
  const packages = (await read("packages.txt")).trim().split("\n");
  const included = packages.filter((one) => !without.includes(one));
  const recipe = await glanceRecipe(variant);
  const stamp = fingerprint([rootfsStamp(included, recipe), config]);
  await ensureArchive(`${name}.tar`, stamp, async (file) => {
    const rootfs = await ensureRootfs(name, included, recipe);
    const reference = imageReference(variant);
    await writeDockerArchive(file, reference, rootfs, config, ["./dev/*", "./proc/*", "./sys/*"]);
  });
}

async function glanceRecipe(variant: GlanceVariant): Promise<RootfsRecipe> {
  const { version, environment: folder, extra = [], older = {}, rearrange = "" } = variant;
  const { PIP_CERT: certificate, ...environment } = readPipEnvironment();
  const versions: Readonly<Record<string, string>> = { ...older, glance: version };
  const constraints = (await read("constraints.txt")).replace(
    /^([\w.-]+)==.*$/gm,
    (line, name: string) => (name in versions ? `${name}==${versions[name]}` : line),
  );
  const settings = `VENV=${folder}\nEXTRA="${extra.join(" ")}"\n`;
  return {
    script: `${settings}${await read("build.sh")}${rearrange}`,
    files: { "/tmp/constraints.txt": constraints },
    ...(certificate === undefined
      ? { environment }
      : {
          environment: { ...environment, PIP_CERT: "/tmp/certificates.pem" },
          hostFiles: { "/tmp/certificates.pem": certificate },
        }),
  };
}
