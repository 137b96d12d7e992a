// Plain JavaScript, because it runs before anything is compiled.
const { spawnSync } = require("node:child_process");
const {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const { isFresh, root } = require("./stamp");

/** Keeps what V8 makes of code; Node 20 cannot. */
const { enableCompileCache } = /** @type {{ enableCompileCache?: (folder: string) => unknown }} */ (
  Module
);

/**
 * Runs a TypeScript module of this project. It is compiled into one file with all that it imports, which is kept, and
 * made anew when a source has changed.
 *
 * @param {string} entry Path below the project's folder, such as `ops/cli.ts`.
 * @returns {any} what the module exports
 */
function load(entry) {
  const folder = privateFolder();
  if (folder !== undefined) {
    enableCompileCache?.(join(folder, "v8"));
  }
  const name = `${entry.replace(/\.ts$/, "").replaceAll("/", "-")}.js`;
  // As if it stood in the project's folder, where it finds node_modules.
  const module = new Module(join(root, name));
  module.filename = module.id;
  module.paths = require.resolve.paths("") ?? [];
  // @ts-expect-error -- not in the types of Node, though its loaders use it.
  module._compile(compiled(entry, folder && join(folder, name)), module.filename);
  return module.exports;
}

/**
 * @param {string} entry
 * @param {string | undefined} file Where the compiled code is kept; undefined where it cannot be.
 * @returns {string}
 */
function compiled(entry, file) {
  const kept = file === undefined ? undefined : textOf(file);
  if (kept !== undefined && isFresh(kept)) {
    return kept;
  }
  const {
    status,
    stdout: code,
    stderr: mistakes,
  } = spawnSync(process.execPath, [join(__dirname, "compile.js"), entry], {
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) {
    // By the mark of its own RunError, Pulumi shows this without a stack trace.
    throw Object.assign(new Error(`${entry} cannot be compiled.\n${mistakes.trim()}`), {
      __pulumiRunError: true,
    });
  }
  if (file !== undefined) {
    keep(file, code);
  }
  return code;
}

/**
 * The folder for compiled code: this user's own, where nobody else can put code or there is none.
 *
 * @returns {string | undefined}
 */
function privateFolder() {
  const folder = join(root, "node_modules", ".cache", "glance");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined; // Somebody else's checkout, or one that cannot be written to.
  }
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} code
 */
function keep(file, code) {
  // Another command may be reading it, or writing it as well.
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, code, { mode: 0o600 });
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true }); // A full disk: it is compiled again the next time.
  }
}

module.exports = { load };
