import { stagingClaimTemplate } from "../../model/names";
import { celText } from "../cel";
import { mounts, touchesStaging } from "./variables";

/** What must hold for the specification of every staging claim of a workload: `objects/stagingClaims.ts` in CEL. */
export function forEachStagingClaim(holds: (spec: string) => string): string {
  const template = "v.ephemeral.volumeClaimTemplate.spec";
  return (
    `variables.claimTemplates.all(t, !(${isStaging("t.metadata.name")}) || ${holds("t.spec")}) && ` +
    `variables.volumes.all(v, !has(v.ephemeral) || !(${isStaging("v.name")}) || ${holds(template)})`
  );
}

/** The mounts say what a claim is for; of a claim that no container mounts, its name. */
function isStaging(name: string): string {
  const isMount = `m.name == ${name}`;
  const isMounted = `variables.containers.exists(c, ${mounts("c")}.exists(m, ${isMount}))`;
  const stages =
    "variables.isGlanceApi && " +
    `variables.containers.exists(c, ${mounts("c")}.exists(m, ${isMount} && ${touchesStaging("m")}))`;
  return `${isMounted} ? ${stages} : ${name} == ${celText(stagingClaimTemplate)}`;
}
