import type { Evaluation } from "../../render";
import { Redactor } from "../../render/redactor";
import type { Configuration } from "../configuration";
import { objectsOfResource } from "../model/kubernetesObject";
import { validate } from "./findings";
import { type Report, reportOnStack } from "./report";
import { stackSecrets } from "./stackSecrets";

/** Validates all objects of an evaluated stack, as the policy pack does. */
export function checkStack(
  configuration: Configuration,
  { resources }: Pick<Evaluation, "resources">,
): Report {
  const redactor = new Redactor();
  redactor.add(stackSecrets(resources));
  const objects = resources.flatMap(({ manifest, ...resource }) =>
    objectsOfResource({ ...resource, props: manifest }),
  );
  return reportOnStack(objects.length, validate(configuration, objects), (text) =>
    redactor.redact(text),
  );
}
