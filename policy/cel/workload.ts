import { stagingDirectory, stagingMountPath, workerUrlVariable } from "../../model/image";
import { apiContainerName, apiImagePattern } from "../model/staging";
import { all, anyOf, cel, exists, type Expression, variable } from "./expression";

/** What `model/workload.ts` and `model/staging.ts` read of a manifest, in CEL. */

/** The object without a type: each kind has other fields. */
export const object = cel`dyn(object)`;

/** The template of the pods of a workload; a pod is its own. */
export const podTemplate = variable(
  "podTemplate",
  cel`object.kind == "Pod" ? ${object} : object.kind == "PodTemplate" ? ${object}.template : \
object.kind == "CronJob" ? ${object}.spec.jobTemplate.spec.template : ${object}.spec.template`,
);

/** The specification of the pods of a workload. */
export const podSpec = variable("podSpec", cel`${podTemplate}.spec`);

/** Init containers, containers and ephemeral containers. */
export const containers = variable(
  "containers",
  cel`${podSpec}.?initContainers.orValue([]) + ${podSpec}.?containers.orValue([]) + \
${podSpec}.?ephemeralContainers.orValue([])`,
);

/** The volumes of the pods. */
export const volumes = variable("volumes", cel`${podSpec}.?volumes.orValue([])`);

/** Claim templates of a StatefulSet. */
export const claimTemplates = variable(
  "claimTemplates",
  cel`object.kind == "StatefulSet" ? ${object}.spec.?volumeClaimTemplates.orValue([]) : []`,
);

/** Whether the pods are those of a Glance API. */
export const isGlanceApi = variable(
  "isGlanceApi",
  exists(containers, "c", (c) =>
    anyOf([
      cel`${c}.name == ${apiContainerName}`,
      tellsWorkerUrl(c),
      cel`${c}.?image.orValue("").matches(${apiImagePattern})`,
      exists(mountsOf(c), "m", isGlanceMount),
    ]),
  ),
);

/** The containers that serve the API. */
export const servingContainers = variable(
  "servingContainers",
  cel`${containers}.filter(c, ${tellsWorkerUrl(cel`c`)} || \
(!(object.kind in ["Job", "CronJob"]) && (c.name == ${apiContainerName} || \
(c in ${podSpec}.containers && c.?image.orValue("").matches(${apiImagePattern}) && \
${exists(mountsOf(cel`c`), "m", isAtOrAboveStaging)}))))`,
);

/** What must hold for the pods of a Glance API. */
export function ofGlance(condition: Expression): Expression {
  return cel`!${isGlanceApi} || (${condition})`;
}

/** What must hold for every container of a Glance API. */
export function everyContainer(holds: (container: Expression) => Expression): Expression {
  return ofGlance(all(containers, "c", holds));
}

/** What must hold for every mount of a Glance API at the staging directory, above it or below it. */
export function everyStagingMount(
  holds: (mount: Expression, container: Expression) => Expression,
): Expression {
  return everyContainer((c) =>
    all(mountsOf(c), "m", (m) => cel`!${touchesStaging(m)} || (${holds(m, c)})`),
  );
}

/** The mounts of a container. */
export function mountsOf(container: Expression): Expression {
  return cel`${container}.?volumeMounts.orValue([])`;
}

/** The environment of a container. */
export function environmentOf(container: Expression): Expression {
  return cel`${container}.?env.orValue([])`;
}

/** Whether a container is told a worker URL. */
export function tellsWorkerUrl(container: Expression): Expression {
  return exists(environmentOf(container), "e", (e) => cel`${e}.name == ${workerUrlVariable}`);
}

/** Whether a mount is at the staging directory, above it or below it. */
export function touchesStaging(mount: Expression): Expression {
  const path = pathOf(mount);
  return anyOf([leavesItsPath(mount), isAbove(path), isBelow(path)]);
}

/** Whether a mount is at the staging directory or above it. */
export function isAtOrAboveStaging(mount: Expression): Expression {
  return cel`(!${leavesItsPath(mount)} && ${isAbove(pathOf(mount))})`;
}

/** A path with one slash between names and one at the end. */
export function normalPath(path: Expression): Expression {
  return cel`("/" + ${path}.split("/").filter(s, s != "" && s != ".").map(s, s + "/").join(""))`;
}

function isGlanceMount(mount: Expression): Expression {
  const path = pathOf(mount);
  const isAtGlance = cel`${path} == ${`${stagingMountPath}/`}`;
  return anyOf([leavesItsPath(mount), isAtGlance, isBelow(path)]);
}

function leavesItsPath(mount: Expression): Expression {
  return cel`(".." in ${mount}.mountPath.split("/"))`;
}

function pathOf(mount: Expression): Expression {
  return normalPath(cel`${mount}.mountPath`);
}

function isAbove(path: Expression): Expression {
  return cel`${`${stagingDirectory}/`}.startsWith(${path})`;
}

function isBelow(path: Expression): Expression {
  return cel`${path}.startsWith(${`${stagingDirectory}/`})`;
}
