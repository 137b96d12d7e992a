import { UserError } from "../../../model/userError";
import { checkFiles, summaryOf } from "../../../policy/check";
import { defaultConfiguration } from "../../../policy/configuration";
import { table } from "../../../policy/documentation/markdown";
import { rules } from "../../../policy/rules";
import { configuration } from "./configuration";
import type { Input } from "./deployment";
import type { Kind } from "./kind";
import { reading } from "./reading";
import { secrets } from "./secrets";
import { storage } from "./storage";
import { workers } from "./workers";

/** Whole deployments with one change each, by the kind of the mistake; and others that look alike and are right. */
export const kinds: readonly Kind[] = [
  ...reading,
  ...configuration,
  ...workers,
  ...storage,
  ...secrets,
];

/** How `policy check -f` ends: 0 for accepted, 1 for refused by a rule, 2 for bad input. */
export function exitCode({ text }: Input): 0 | 1 | 2 {
  try {
    const report = checkFiles(defaultConfiguration(rules), [{ name: "input.yaml", text }]);
    return summaryOf(report).mandatory > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof UserError) {
      return 2;
    }
    throw error;
  }
}

/** The part of docs/policies.md that says what was tried. */
export function corpusSection(): string {
  const rows = kinds.map(({ title, wrong, right }) => {
    const refused = wrong.filter((input) => exitCode(input) !== 0);
    const accepted = right.filter((input) => exitCode(input) === 0);
    return [title, wrong.length, refused.length, right.length, accepted.length];
  });
  const sums = [1, 2, 3, 4].map((column) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0),
  );
  const header = ["Kind of mistake", "Tried", "Refused", "Right ones tried", "Accepted"];
  return [
    "\n## What was tried\n",
    "Whole deployments with one change each, and others that look alike and are right, go through `policy check -f` in the",
    "tests (`test/policy/corpus/`). The table is made by `npm run docs`.\n",
    `${table(
      header,
      [...rows, ["All", ...sums]].map((row) => row.map(String)),
    )}\n`,
    "What cannot be judged is passed on purpose: which directory an init container links to another one, and whether a list of",
    "hosts in a filter is long enough. A pod without a `preStop` hook passes, too: Glance itself finishes its imports in the grace",
    "period, and a hook only helps clients. A VerticalPodAutoscaler leaves the number of pods alone. What the API server refuses",
    "itself, such as a name with capitals, is left to it.\n",
  ].join("\n");
}
