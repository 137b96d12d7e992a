// Prints a TypeScript module of this project, compiled into one file with all that it imports.
const { readFileSync } = require("node:fs");
const { dirname, relative } = require("node:path");

const esbuild = require("esbuild");

const { root, stamped, stateOf } = require("./stamp");

/** @type {Record<string, string>} */
const sources = {};

/**
 * Notes each source as it is read, and keeps what `__dirname` means in it.
 *
 * @type {esbuild.Plugin}
 */
const ownSources = {
  name: "own sources",
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|json)$/ }, ({ path }) => {
      const source = relative(root, path);
      if (source.startsWith("node_modules")) {
        return undefined;
      }
      sources[source] = stateOf(source);
      const text = readFileSync(path, "utf8");
      const folder = `const __dirname = ${JSON.stringify(dirname(path))};`;
      return path.endsWith(".json")
        ? { contents: text, loader: "json" }
        : { contents: /\b__dirname\b/.test(text) ? folder + text : text, loader: "ts" };
    });
  },
};

/** @param {string} entry */
async function compile(entry) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    // The SDK must be the copy that Pulumi itself runs.
    external: ["@pulumi/*"],
    supported: { "dynamic-import": false },
    legalComments: "none",
    logLevel: "warning",
    plugins: [ownSources],
  });
  process.stdout.write(stamped(outputFiles[0]?.text ?? "", sources));
}

const [entry = ""] = process.argv.slice(2);
compile(entry).catch(() => {
  process.exitCode = 1; // esbuild has said what is wrong.
});
