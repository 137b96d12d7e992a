import { apiPort, workerUrlVariable } from "../../model/image";
import { namespaceFields, podNameFields } from "../model/workerUrl";
import { all, cel, type Expression, variable } from "./expression";
import { containers, environmentOf, isGlanceApi, object } from "./workload";

/** What `model/workerUrl.ts` reads of a manifest, in CEL. */

/** The URL to write, in messages that cannot name the object's own Service. */
export const ownUrl = `http://$(POD_NAME).<serviceName>.<namespace>.svc:${apiPort} (or https)`;

/** Name of the governing Service of a StatefulSet. */
export const serviceName = cel`${object}.spec.?serviceName.orValue("")`;

const celVariable = "\\$\\([A-Za-z_][A-Za-z0-9_.-]*\\)";

/**
 * A pattern of the URLs that lead to a pod of the object: by a variable, the governing Service and the namespace, which
 * may be a variable, too. Clusters have domains of their own, and names resolve without them.
 */
const ownUrlPattern = variable(
  "ownUrlPattern",
  cel`${`^https?://${celVariable}\\.`} + \
(object.kind == "StatefulSet" ? ${serviceName}.split(".").join(${"\\."}) : "[a-z0-9-]+") + ${"\\.("} + object.metadata.namespace + \
${`|${celVariable})(\\.svc(\\.[a-z0-9-]+)*)?:[0-9]{1,5}$`}`,
);

/** What must hold for a StatefulSet with pods of a Glance API; of other kinds nothing is known to be missing. */
export function forStatefulSets(condition: Expression): Expression {
  return cel`object.kind != "StatefulSet" || !${isGlanceApi} || ${condition}`;
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

const podNames = cel`(object.kind == "StatefulSet" ? ${podNameFields.statefulSet} : ${podNameFields.everywhere})`;

/** Whether the variables of a well-formed URL are name and namespace of the pod, by each definition before the URL. */
export function namesPod(container: Expression, url: Expression): Expression {
  const namespace = isField(container, url, 2, cel`${namespaceFields}`);
  return cel`(${isField(container, url, 1, podNames)} && (${url}.value.split("(").size() < 3 || ${namespace}))`;
}

/** The first of equal URLs needs a definition before it, and no definition before the last one may be another. */
function isField(
  container: Expression,
  url: Expression,
  position: number,
  paths: Expression,
): Expression {
  const env = cel`${container}.env`;
  const variable = cel`${url}.value.split("(")[${position}].split(")")[0]`;
  const before = (end: string) =>
    cel`${env}.filter(d, d.name == ${variable} && ${env}.indexOf(d) < ${env}.${{ text: end, variables: [] }}(${url}))`;
  const isPath = cel`d.?valueFrom.?fieldRef.?fieldPath.orValue("") in ${paths}`;
  return cel`(${before("indexOf")}.size() > 0 && ${before("lastIndexOf")}.all(d, ${isPath}))`;
}
