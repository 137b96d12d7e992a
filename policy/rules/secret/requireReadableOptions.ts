import { lacksBrackets } from "../../../model/listOptions";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const fileMessage = (line: string) =>
  `must be a file that oslo.config reads, because Glance does not start otherwise: correct ${line}`;
const listMessage = (section: string, key: string) =>
  `must have the list of [${section}] ${key} in brackets, such as [a,b], because Glance reads it in no other form`;

/** A slip in a file ends Glance, or every import. */
export const requireReadableOptions: StackRule = {
  name: "secret-require-readable-options",
  title: "Glance can read its options",
  description:
    "The files of a Glance API are in the form of oslo.config, and its lists in the brackets that Glance wants.",
  severity: "high",
  level: "mandatory",
  rationale:
    "With a line that is neither section nor option Glance does not start. A list without brackets is noticed by the first " +
    "import, which fails.",
  url: "https://docs.openstack.org/oslo.config/latest/reference/defining.html",
  remedy: "`[section]`, then `key = value`; `[image_conversion]` for a list of one",
  ...ofConfigurations(formViolations),
};

function formViolations(options: GlanceOptions): ObjectViolation[] {
  return [
    ...options.unreadable.map(({ line, ...place }) => ({ ...place, message: fileMessage(line) })),
    ...options.effective
      .filter(({ section, key, value }) => lacksBrackets(section, key.toLowerCase(), value))
      .map(({ section, key, ...place }) => ({ ...place, message: listMessage(section, key) })),
  ];
}
