import { stagingClaimTemplate } from "../../model/names";
import { otherName, stagingName } from "../model/stagingNames";
import { cel, exists, type Expression, variable } from "./expression";
import {
  claimTemplates,
  containers,
  isGlanceApi,
  mountsOf,
  touchesStaging,
  volumes,
} from "./workload";

/** Specifications of the staging claims that Kubernetes makes for each pod: `model/stagingClaims.ts` in CEL. */
export const stagingClaims = variable(
  "stagingClaims",
  cel`${claimTemplates}.filter(t, ${isStaging(cel`t.metadata.name`)}).map(t, t.spec) + \
${volumes}.filter(v, has(v.ephemeral) && (${isStaging(cel`v.name`)})).map(v, v.ephemeral.volumeClaimTemplate.spec)`,
);

/** Whether a claim holds staged images, by its name: `model/stagingNames.ts` in CEL. */
export function isStagingName(name: Expression): Expression {
  return cel`(${name}.matches(${stagingName}) && !${name}.matches(${otherName}))`;
}

/** The mounts say what a claim is for; of a claim that no container mounts, its name. */
function isStaging(name: Expression): Expression {
  const isMount = (mount: Expression) => cel`${mount}.name == ${name}`;
  const isMounted = (holds: (mount: Expression) => Expression) =>
    exists(containers, "c", (c) => exists(mountsOf(c), "m", holds));
  const stages = isMounted((mount) => cel`${isMount(mount)} && ${touchesStaging(mount)}`);
  return cel`${isMounted(isMount)} ? ${isGlanceApi} && ${stages} : ${name} == ${stagingClaimTemplate}`;
}
