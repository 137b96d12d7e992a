// Runs a command: node start/command.js ops/cli.ts [arguments ...]
const { load } = require("./load");

const [entry = ""] = process.argv.splice(2, 1);
try {
  load(entry);
} catch (error) {
  if (error instanceof Error && "__pulumiRunError" in error) {
    console.error(error.message);
    process.exit(1);
  }
  throw error;
}
