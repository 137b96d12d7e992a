import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { optionRows } from "./optionRows";
import { documentation } from "../policy/documentation";
import { table } from "../policy/documentation/markdown";
import { rules } from "../policy/rules";
import { corpusSection } from "../test/policy/corpus";
import { fieldTypesText } from "./fieldTypes";

const root = join(__dirname, "..");
const begin = "<!-- The table is made by npm run docs. -->\n\n";
const end = "\n\n## Outputs";

/** The README with the table of the configuration keys as they are now. */
export function readmeText(readme: string): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(
      "README.md has no place for the configuration table: keep its comment and the heading after it.",
    );
  }
  const rows = table(["Key", "Default", "What it is"], optionRows());
  return `${readme.slice(0, from)}${begin}${rows}${readme.slice(to)}`;
}

/** What is made from the code, by file. */
export function generatedFiles(): Record<string, string> {
  return {
    "README.md": readmeText(readFileSync(join(root, "README.md"), "utf8")),
    "docs/policies.md": documentation(rules) + corpusSection(),
    "policy/check/apiServer/fieldTypes.json": fieldTypesText(),
  };
}

if (require.main === module) {
  for (const [file, text] of Object.entries(generatedFiles())) {
    writeFileSync(join(root, file), text);
  }
}
