import { celText } from "../cel";
import type { Field } from "./field";
import type { Workload } from "./workload";

/** How the AppArmor profile of a container was chosen before Kubernetes 1.30; servers still obey it. */
const prefix = "container.apparmor.security.beta.kubernetes.io/";

/** What the annotations of pods must be; continues a sentence of a message. */
export const annotationsMessage = `must not switch AppArmor off by ${prefix}*, because AppArmor keeps containers off the files of their node`;

/** The annotations of the pods, if they switch AppArmor off for a container. */
export function unconfiningAnnotations({ manifest, podSpec, containers }: Workload): Field[] {
  const template = podSpec.keys.slice(manifest.keys.length, -1).map(String);
  const annotations = manifest.at(...template, "metadata", "annotations");
  // Others are left unread: a hash of the configuration, for example, may be unknown during preview.
  const profiles = containers.map((container) =>
    annotations.at(`${prefix}${container.at("name").text ?? ""}`),
  );
  return profiles.every((profile) => isConfining(profile.text ?? "")) ? [] : [annotations];
}

/** That there are none, in CEL. */
export const celNoUnconfiningAnnotations =
  '[object.kind == "Pod" ? dyn(object) : object.kind == "PodTemplate" ? dyn(object).template : ' +
  'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template : dyn(object).spec.template]' +
  `.all(t, variables.containers.map(c, t.?metadata.?annotations[?(${celText(prefix)} + c.name)].orValue(""))` +
  '.all(p, p in ["", "runtime/default"] || p.startsWith("localhost/")))';

function isConfining(profile: string): boolean {
  return ["", "runtime/default"].includes(profile) || profile.startsWith("localhost/");
}
