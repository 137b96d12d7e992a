import { apiPort, workerUrlVariable } from "../../model/image";
import { apiContainerName } from "../model/staging";
import { all, cel, type Expression, variable } from "./expression";
import { containers, environmentOf, isGlanceApi, object, tellsWorkerUrl } from "./workload";

/** CEL about the URL of a worker: what `rules/statefulset/requireOwnWorkerUrl.ts` reads of a manifest. */

/** The URL to write, in messages that cannot name the object's own Service. */
export const ownUrl = `http://$(POD_NAME).<serviceName>.<namespace>.svc:${apiPort} (or https)`;

/** Name of the governing Service of a StatefulSet. */
export const serviceName = cel`${object}.spec.?serviceName.orValue("")`;

/** A pattern of the URLs that lead to a pod of the object: by a variable, the governing Service and the namespace. */
const ownUrlPattern = variable(
  "ownUrlPattern",
  cel`${"^https?://\\$\\([A-Za-z_][A-Za-z0-9_.-]*\\)\\."} + \
(object.kind == "StatefulSet" ? ${serviceName} : "[a-z0-9-]+") + ${"\\."} + object.metadata.namespace + \
${"\\.svc(\\.cluster\\.local)?:[0-9]{1,5}$"}`,
);

/** What must hold for a StatefulSet with pods of a Glance API; of other kinds nothing is known to be missing. */
export function forStatefulSets(condition: Expression): Expression {
  return cel`object.kind != "StatefulSet" || !${isGlanceApi} || ${condition}`;
}

/** Whether a container runs Glance. */
export function isWorker(container: Expression): Expression {
  return cel`(${container}.name == ${apiContainerName} || ${tellsWorkerUrl(container)})`;
}

/** What must hold for every worker URL in the environment of a container. */
export function forEachWorkerUrl(
  holds: (container: Expression, url: Expression) => Expression,
): Expression {
  return all(containers, "c", (c) =>
    all(environmentOf(c), "u", (u) => cel`${u}.name != ${workerUrlVariable} || ${holds(c, u)}`),
  );
}

/** Whether a URL leads to a pod of the object. */
export function isOwnUrl(url: Expression): Expression {
  const value = cel`${url}.?value.orValue("")`;
  const port = cel`int(${value}.split(":")[2])`;
  return cel`(${value}.matches(${ownUrlPattern}) && ${port} >= 1 && ${port} <= 65535)`;
}

/** Whether the variable of a well-formed URL is the name of the pod, by each of its definitions before the URL. */
export function namesPod(container: Expression, url: Expression): Expression {
  const env = cel`${container}.env`;
  const variable = cel`${url}.value.split("(")[1].split(")")[0]`;
  const definitions = cel`${env}.filter(d, d.name == ${variable} && ${env}.indexOf(d) < ${env}.indexOf(${url}))`;
  const isPodName = cel`d.?valueFrom.?fieldRef.?fieldPath.orValue("") == "metadata.name"`;
  return cel`(${definitions}.size() > 0 && ${definitions}.all(d, ${isPodName}))`;
}
