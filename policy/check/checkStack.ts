import type { Evaluation } from "../../render";
import { Redactor } from "../../render/redactor";
import type { Configuration } from "../configuration";
import { objectsOfResource } from "../objects/kubernetesObject";
import { judge } from "./findings";
import { type Report, reportOnStack } from "./report";
import { stackSecrets } from "./stackSecrets";

/** Judges all objects of an evaluated stack, as the policy pack does. */
export function checkStack(
  configuration: Configuration,
  { resources }: Pick<Evaluation, "resources">,
): Report {
  const redactor = new Redactor();
  redactor.add(stackSecrets(resources));
  const objects = resources.flatMap(({ manifest, ...resource }) =>
    objectsOfResource({ ...resource, props: manifest }),
  );
  return reportOnStack(objects.length, judge(configuration, objects), (text) =>
    redactor.redact(text),
  );
}
