import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { faultGroups, faultTable } from "../e2e/faults";

/** Writes the tables of docs/operations.md anew: node --import tsx test/docs/writeFaultTable.ts */
const file = join(__dirname, "../../docs/operations.md");
const end = "one of them.\n\n";
const [text = ""] = readFileSync(file, "utf8").split(end);
writeFileSync(file, `${text}${end}${faultTable(faultGroups)}\n`);
