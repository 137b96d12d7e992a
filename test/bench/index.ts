import { benchCommands } from "./commands";
import { benchImport } from "./import";
import { benchPolicy } from "./policy";

/** What can be measured, by name. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  commands: benchCommands,
  import: benchImport,
  policy: benchPolicy,
};

const [name = ""] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`'${name}' is not measured: write one of ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
bench().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
