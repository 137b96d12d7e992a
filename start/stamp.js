const { statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");

/** Sources of compiled code besides those that it is made of: the compiler, its options, and the versions of all packages. */
const furtherSources = [
  "start/compile.js",
  "start/stamp.js",
  "tsconfig.json",
  "node_modules/.installed-lock",
];

/**
 * Size and time of a source, by which a change is noticed.
 *
 * @param {string} source Path below the project's folder.
 */
function stateOf(source) {
  const stat = statSync(join(root, source), { throwIfNoEntry: false });
  return stat === undefined ? "missing" : `${stat.size} ${stat.mtimeMs}`;
}

/**
 * Compiled code below a line that says what it was made of, and how long it is.
 *
 * @param {string} code
 * @param {Record<string, string>} sources States by path.
 */
function stamped(code, sources) {
  const further = Object.fromEntries(furtherSources.map((source) => [source, stateOf(source)]));
  const stamp = { root, length: code.length, sources: { ...sources, ...further } };
  return `//${JSON.stringify(stamp)}\n${code}`;
}

/**
 * Whether stamped code is whole, and what would be made now.
 *
 * @param {string} text
 */
function isFresh(text) {
  try {
    const end = text.indexOf("\n");
    const made = JSON.parse(text.slice(2, end));
    return (
      made.root === root &&
      // After a power failure a file may be shorter than what was written.
      made.length === text.length - end - 1 &&
      Object.entries(made.sources).every(([source, state]) => stateOf(source) === state)
    );
  } catch {
    return false;
  }
}

module.exports = { isFresh, root, stamped, stateOf };
