import { apiPort, workerUrlVariable } from "../../model/image";
import { apiContainerName } from "../model/staging";
import { celText } from "../cel";
import { environment, tellsWorkerUrl } from "./variables";

/** CEL about the URL of a worker: what `rules/statefulset/requireOwnWorkerUrl.ts` reads of a manifest. */

/** The URL to write, in messages that cannot name the object's own Service. */
export const urlMessage = `http://$(POD_NAME).<serviceName>.<namespace>.svc:${apiPort} (or https)`;

/** Name of the governing Service of a StatefulSet. */
export const serviceName = 'dyn(object).spec.?serviceName.orValue("")';

/** What must hold for a StatefulSet with pods of a Glance API; of other kinds nothing is known to be missing. */
export function forStatefulSets(condition: string): string {
  return `object.kind != "StatefulSet" || !variables.isGlanceApi || ${condition}`;
}

/** Whether a container runs Glance. */
export function isWorker(container: string): string {
  return `${container}.name == ${celText(apiContainerName)} || ${tellsWorkerUrl(container)}`;
}

/** What must hold for every worker URL in the environment of a container. */
export function forEachWorkerUrl(holds: (container: string, url: string) => string): string {
  const isUrl = `u.name == ${celText(workerUrlVariable)}`;
  return `variables.containers.all(c, ${environment("c")}.all(u, !(${isUrl}) || ${holds("c", "u")}))`;
}

/** Whether a URL leads to a pod of the object: by a variable, the governing Service and the namespace. */
export function isOwnUrl(url: string): string {
  const value = `${url}.?value.orValue("")`;
  const service = `(object.kind == "StatefulSet" ? ${serviceName} : "[a-z0-9-]+")`;
  const begin = celText("^https?://\\$\\([A-Za-z_][A-Za-z0-9_.-]*\\)\\.");
  const end = celText("\\.svc(\\.cluster\\.local)?:[0-9]{1,5}$");
  const port = `int(${value}.split(":")[2])`;
  return (
    `(${value}.matches(${begin} + ${service} + "\\\\." + object.metadata.namespace + ${end}) && ` +
    `${port} >= 1 && ${port} <= 65535)`
  );
}

/** Whether the variable of a well-formed URL is the name of the pod, by each of its definitions before the URL. */
export function namesPod(container: string, url: string): string {
  const env = `${container}.env`;
  const variable = `${url}.value.split("(")[1].split(")")[0]`;
  const isBefore = `d.name == ${variable} && ${env}.indexOf(d) < ${env}.indexOf(${url})`;
  const isPodName = 'd.?valueFrom.?fieldRef.?fieldPath.orValue("") == "metadata.name"';
  return `(${env}.exists(d, ${isBefore}) && ${env}.all(d, !(${isBefore}) || ${isPodName}))`;
}
