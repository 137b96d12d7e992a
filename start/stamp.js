const { statSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");

/** Sources of compiled code besides those that it is made of: the compiler itself, and the versions of all packages. */
const furtherSources = ["start/compile.js", "start/stamp.js", "node_modules/.installed-lock"];

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
 * The first line of compiled code: what it was made of.
 *
 * @param {Record<string, string>} sources States by path.
 */
function stamp(sources) {
  const further = Object.fromEntries(furtherSources.map((source) => [source, stateOf(source)]));
  return `//${JSON.stringify({ root, sources: { ...sources, ...further } })}\n`;
}

/**
 * Whether compiled code, which begins with its stamp, is what would be made now.
 *
 * @param {string} code
 */
function isFresh(code) {
  try {
    const made = JSON.parse(code.slice(2, code.indexOf("\n")));
    return (
      made.root === root &&
      Object.entries(made.sources).every(([source, state]) => stateOf(source) === state)
    );
  } catch {
    return false;
  }
}

module.exports = { isFresh, root, stamp, stateOf };
