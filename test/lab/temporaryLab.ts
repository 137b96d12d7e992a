import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

const load = createRequire(__filename);
const lab = join(__dirname, "../../lab") + sep;

/** Modules of the lab as they are for a cache of their own: they read its path when they are loaded. */
export class TemporaryLab {
  readonly cache = mkdtempSync(join(tmpdir(), "lab-"));
  readonly state = join(this.cache, "state");

  /** Loads a module by its path below `lab`. */
  load<Module>(name: string): Module {
    const before = process.env["GLANCE_LAB_CACHE"];
    const loaded = Object.keys(load.cache).filter((file) => file.startsWith(lab));
    const modules = loaded.map((file) => [file, load.cache[file]] as const);
    process.env["GLANCE_LAB_CACHE"] = this.cache;
    try {
      loaded.forEach((file) => delete load.cache[file]);
      return load(join(lab, name)) as Module;
    } finally {
      modules.forEach(([file, module]) => (load.cache[file] = module));
      if (before === undefined) {
        delete process.env["GLANCE_LAB_CACHE"];
      } else {
        process.env["GLANCE_LAB_CACHE"] = before;
      }
    }
  }

  remove(): void {
    rmSync(this.cache, { recursive: true, force: true });
  }
}
