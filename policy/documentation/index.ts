import { introduction } from "./introduction";
import { code, table } from "./markdown";
import type { Rule, SettingSchema } from "../rule";

/** The page docs/policies.md: all rules, and how to use them. */
export function documentation(rules: readonly Rule[]): string {
  return [introduction, "## Rules\n", `${overview(rules)}\n`, ...rules.map(section)].join("\n");
}

function overview(rules: readonly Rule[]): string {
  return table(
    [
      ...["Rule", "What it says", "Severity", "Level", "Pulumi", "`policy check`", "API server"],
      "Settings",
    ],
    rules.map((rule) => [
      `[${code(rule.name)}](#${rule.name})`,
      rule.title,
      rule.severity,
      rule.level,
      "yes",
      "yes",
      rule.scope === "object" ? "yes" : "no",
      Object.keys(rule.settings ?? {})
        .map(code)
        .join(", "),
    ]),
  );
}

function section(rule: Rule): string {
  const paragraphs = [
    `### ${code(rule.name)}`,
    rule.description,
    `**Why:** ${rule.rationale} [More](${rule.url})`,
    `**Write instead:** ${rule.remedy}${rule.remedy.endsWith(".") ? "" : "."}`,
    ...settingsTable(rule),
    `**Remediation:** ${remediation(rule)}`,
    ...limits(rule),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** What the API server cannot see. */
function limits(rule: Rule): string[] {
  const { admissionLimit, scope } = rule;
  const head = scope === "stack" ? "Not enforced by the API server" : "Passes the API server";
  return admissionLimit === undefined ? [] : [`**${head}:** ${admissionLimit}`];
}

function remediation(rule: Rule): string {
  return rule.scope === "object" && rule.remediate !== undefined
    ? "yes, at the level `remediate`."
    : "no.";
}

function settingsTable({ settings = {} }: Rule): string[] {
  const rows = Object.entries<SettingSchema>(settings).map(([name, schema]) => [
    code(name),
    schema.description ?? "",
    code(JSON.stringify(schema.default)),
  ]);
  return rows.length === 0 ? [] : [table(["Setting", "What it is", "Default"], rows)];
}
