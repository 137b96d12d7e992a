import { benchCommands } from "./commands";
import { benchImport } from "./import";
import { benchPolicy } from "./policy";
import { benchScale } from "./scale";

/** What can be measured, by name, in the order in which all of it is. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  commands: benchCommands,
  policy: benchPolicy,
  scale: benchScale,
  import: benchImport,
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !(name in benches));
  if (unknown !== undefined) {
    const known = Object.keys(benches).join(", ");
    throw new Error(`'${unknown}' is not measured: write one of ${known}, or nothing for all.`);
  }
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length === 0 || names.includes(name)) {
      await bench();
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
