import type { Field } from "./field";
import type { Workload } from "./workload";

/**
 * Whether a label selector, with `matchLabels` and `matchExpressions`, selects the pods of a workload. An empty one
 * selects all.
 */
export function selectsPods(selector: Field, { manifest }: Workload): boolean {
  const labels = manifest.at("spec", "template", "metadata", "labels");
  const equal = selector.at("matchLabels");
  return (
    !selector.isAbsent &&
    equal.names.every((name) => equal.at(name).text === labels.at(name).text) &&
    selector
      .at("matchExpressions")
      .items()
      .every((expression) => holds(expression, labels))
  );
}

function holds(expression: Field, labels: Field): boolean {
  const label = labels.at(expression.at("key").text ?? "");
  const values = expression.at("values").items();
  const isAmong = !label.isAbsent && values.some(({ text }) => text === label.text);
  switch (expression.at("operator").text) {
    case "In":
      return isAmong;
    case "NotIn":
      return !isAmong;
    case "Exists":
      return !label.isAbsent;
    case "DoesNotExist":
      return label.isAbsent;
    default:
      return false;
  }
}
