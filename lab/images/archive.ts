import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { built } from "../paths";
import { isCurrent, removeStamp, writeStamp } from "../stamp";

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
