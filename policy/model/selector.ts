import type { Field } from "./field";
import type { Workload } from "./workload";

/**
 * Whether a label selector, with `matchLabels` and `matchExpressions`, selects the pods of a workload. An empty one
 * selects all.
 */
export function selectsPods(selector: Field, workload: Workload): boolean {
  return !selector.isAbsent && matchesLabels(selector, labelsOf(workload));
}

/** Whether a label selector selects an object with some labels. */
export function matchesLabels(selector: Field, labels: Field): boolean {
  return (
    equals(labels, selector.at("matchLabels")) &&
    selector.all("matchExpressions[]").every((expression) => meetsExpression(expression, labels))
  );
}

/** Whether the pods of a workload have the labels with these names, as a selector of a Service or `matchLabels` has them. */
export function hasLabels(workload: Workload, equal: Field, names = equal.names): boolean {
  return equals(labelsOf(workload), equal, names);
}

function equals(labels: Field, equal: Field, names = equal.names): boolean {
  return names.every((name) => equal.at(name).text === labels.at(name).text);
}

function labelsOf({ manifest }: Workload): Field {
  return manifest.at("spec", "template", "metadata", "labels");
}

/** Whether labels are what one of the `matchExpressions` asks for. */
export function meetsExpression(expression: Field, labels: Field): boolean {
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
