// Runs a command: node start/command.js ops/cli.ts [arguments ...]
const { load } = require("./load");

const [entry = ""] = process.argv.splice(2, 1);
load(entry);
