import { apiPort } from "../../model/image";
import type { Field } from "./field";
import type { Workload } from "./workload";

/** The URL that leads to the pod of a workload, as it has to be written. */
export function ownUrl({ manifest }: Workload): string {
  const service = manifest.at("spec", "serviceName").text ?? "<serviceName>";
  const namespace = manifest.at("metadata", "namespace").text ?? "<namespace>";
  return `http://$(POD_NAME).${service}.${namespace}.svc:${apiPort}`;
}

/** The field of a pod that says its name, and the label that does for the pods of a StatefulSet. */
export const podNameFields = {
  everywhere: ["metadata.name"],
  statefulSet: ["metadata.name", "metadata.labels['statefulset.kubernetes.io/pod-name']"],
} as const;

/** The field of a pod that says its namespace. */
export const namespaceFields: readonly string[] = ["metadata.namespace"];

/** The fields of a workload's pods that say their names. */
export function podNameFieldsOf({ kind }: Workload): readonly string[] {
  return kind === "StatefulSet" ? podNameFields.statefulSet : podNameFields.everywhere;
}

/**
 * Whether the definitions of a variable name one of the fields of the pod. Kubernetes replaces a variable by its last
 * definition before the URL. A patch is merged by name, so there the order says nothing, and an absent definition is left as it is.
 */
export function isFieldOfPod(
  { isPatch }: Workload,
  container: Field,
  variable: string,
  fieldPaths: readonly string[],
  url?: Field,
): boolean {
  const env = container.at("env").items();
  const end = isPatch ? env.length : env.findIndex(({ path }) => path === url?.path);
  const definitions = env.slice(0, end).filter((entry) => entry.at("name").text === variable);
  const isField = definitions.every((entry) =>
    fieldPaths.includes(entry.at("valueFrom", "fieldRef", "fieldPath").text ?? ""),
  );
  return isField && (definitions.length > 0 || isPatch);
}

const variablePattern = /^\$\(([A-Za-z_][\w.-]*)\)$/;

/** The variables of a well-formed worker URL: the one that stands for the pod, and that for its namespace, if any. */
export function variablesOfUrl({ manifest }: Workload, url: string): string[] | undefined {
  const [, host = "", port] = /^https?:\/\/([^/:@?#]+):(\d{1,5})$/.exec(url) ?? [];
  const [pod, ...others] = host.split(/\.(?![^(]*\))/);
  const serviceName = manifest.at("spec", "serviceName").text;
  const service = serviceName === undefined ? 1 : serviceName.split(".").length;
  const [namespace = "", ...suffix] = others.slice(service);
  const [, podVariable] = variablePattern.exec(pod ?? "") ?? [];
  const [, namespaceVariable] = variablePattern.exec(namespace) ?? [];
  const isPodDomain =
    isSameName(others.slice(0, service).join("."), serviceName) &&
    (namespaceVariable !== undefined ||
      isSameName(namespace, manifest.at("metadata", "namespace").text)) &&
    // Clusters have domains of their own, and names resolve without them.
    (suffix.length === 0 || suffix[0] === "svc") &&
    suffix.every(isLabel);
  const isPort = Number(port) >= 1 && Number(port) <= 65535;
  return isPodDomain && isPort && podVariable !== undefined
    ? [podVariable, ...(namespaceVariable === undefined ? [] : [namespaceVariable])]
    : undefined;
}

/** Any name will do where the manifest leaves it to a default or a patch. */
function isSameName(part: string, expected: string | undefined): boolean {
  return expected === undefined ? part.split(".").every(isLabel) : part !== "" && part === expected;
}

function isLabel(name: string): boolean {
  return /^[a-z0-9-]+$/.test(name);
}
