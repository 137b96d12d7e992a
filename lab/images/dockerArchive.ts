import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { execa } from "execa";

import { built } from "../paths";
import { isCurrent, removeStamp, writeStamp } from "../stamp";

/** How a container of the image starts when its pod does not say otherwise. */
export interface ImageConfig {
  entrypoint?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Name or number, with `:` and a group if wanted. @default root */
  user?: string;
}

/** The two metadata members of a docker-archive beside its layer. */
export interface ArchiveMetadata {
  configFile: string;
  config: string;
  layerFile: string;
  manifest: string;
}

// containerd knows these names from Go.
const architectures: Readonly<Record<string, string>> = { x64: "amd64" };

/**
 * Metadata of an image with one layer.
 * `reference` is the full name with an invented host part, as a name without one would be completed
 * with a default registry; `layerDigest` is the SHA-256 of the uncompressed layer.
 */
export function archiveMetadata(
  reference: string,
  layerDigest: string,
  { entrypoint, environment = {}, user }: ImageConfig,
): ArchiveMetadata {
  const config = JSON.stringify({
    architecture: architectures[process.arch] ?? process.arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: {
      Entrypoint: entrypoint,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      User: user,
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${layerDigest}`] },
    history: [{ created: "1970-01-01T00:00:00Z" }],
  });
  const configFile = `${createHash("sha256").update(config).digest("hex")}.json`;
  const layerFile = `${layerDigest}/layer.tar`;
  const manifest = JSON.stringify([
    { Config: configFile, RepoTags: [reference], Layers: [layerFile] },
  ]);
  return { configFile, config, layerFile, manifest };
}

/** Calls `write` unless `<cache>/images/<file>` was last written with the same `stamp`. */
export async function ensureArchive(
  file: string,
  stamp: string,
  write: (file: string) => Promise<void>,
): Promise<void> {
  const archive = join(built.images, file);
  if (!isCurrent(archive, stamp)) {
    await mkdir(built.images, { recursive: true });
    removeStamp(archive);
    await write(file);
    writeStamp(archive, stamp);
  }
}

// The same files give the same archive, whenever and wherever it is written.
const reproducible = ["--sort=name", "--mtime=@0", "--numeric-owner", "--format=gnu"];

/**
 * Writes the directory `rootfs` as a docker-archive that `ctr images import` reads, to
 * `<cache>/images/<file>`. `exclude` are patterns of tar, such as "./dev/*".
 */
export async function writeDockerArchive(
  file: string,
  reference: string,
  rootfs: string,
  config: ImageConfig,
  exclude: readonly string[] = [],
): Promise<void> {
  await mkdir(built.images, { recursive: true });
  const folder = join(built.images, `.${file}.new`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  try {
    const layer = join(folder, "layer.tar");
    const patterns = exclude.map((pattern) => `--exclude=${pattern}`);
    await execa("tar", [...reproducible, ...patterns, "-C", rootfs, "-cf", layer, "."]);
    const metadata = archiveMetadata(reference, await sha256(layer), config);
    await mkdir(join(folder, metadata.layerFile, ".."));
    await rename(layer, join(folder, metadata.layerFile));
    await writeFile(join(folder, metadata.configFile), metadata.config);
    await writeFile(join(folder, "manifest.json"), metadata.manifest);
    const members = ["manifest.json", metadata.configFile, metadata.layerFile];
    const archive = join(folder, file);
    await execa("tar", [
      ...reproducible,
      "--owner=0",
      "--group=0",
      "-C",
      folder,
      "-cf",
      archive,
      ...members,
    ]);
    await rename(archive, join(built.images, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
