import { optionValueProblem } from "../../../model/optionValue";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const fileMessage = (line: string) =>
  `must be a file that oslo.config reads, because Glance does not start otherwise: correct ${line}`;
const valueMessage = (section: string, key: string, remedy: string) =>
  `must have a value of [${section}] ${key} that Glance reads: ${remedy}`;

/** A slip in a file ends Glance, or every import. */
export const requireReadableOptions: StackRule = {
  name: "secret-require-readable-options",
  title: "Glance can read its options",
  description:
    "The files of a Glance API are in the form of oslo.config, and the values of options of the kind that Glance wants.",
  severity: "high",
  level: "mandatory",
  rationale:
    "With a line that is neither section nor option Glance does not start, nor with most values that it cannot read. A list " +
    "without brackets is noticed by the first import, which fails.",
  url: "https://docs.openstack.org/oslo.config/latest/reference/defining.html",
  remedy: "`[section]`, then `key = value`; `[image_conversion]` for a list of one",
  ...ofConfigurations(formViolations),
};

function formViolations(options: GlanceOptions): ObjectViolation[] {
  return [
    ...options.unreadable.map(({ line, ...place }) => ({ ...place, message: fileMessage(line) })),
    ...options.effective.flatMap(({ section, key, value, ...place }) => {
      const remedy = optionValueProblem(section, key, value);
      return remedy === undefined
        ? []
        : [{ ...place, message: valueMessage(section, key, remedy) }];
    }),
  ];
}
