/** Where the staging claim of a pod is mounted. */
export const stagingMountPath = "/var/lib/glance";

/** Directory of Glance's reserved store for staged images, on the staging claim. */
export const stagingDirectory = "/var/lib/glance/os_glance_staging_store";

/** Name of the claim template; the claim of a pod is named `glance-<pod>`. */
export const stagingClaimTemplate = "glance";

/**
 * Environment variable from which a Glance worker takes its own URL. oslo.config reads
 * `OS_<GROUP>__<OPTION>` and ranks it above every configuration file.
 */
export const workerUrlVariable = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";

/**
 * Label of the pods that clients are sent to; `false` while a pod is drained. The StatefulSet does not select by it, so that
 * it may change on a running pod.
 */
export const servingLabel = "glance/serving";

/** Port of the Glance API, on pods and Services. */
export const apiPort = 9292;

/** Port on which every pod shows its metrics. */
export const metricsPort = 9294;

/** Name of that port, by which Prometheus finds it on the headless Services. */
export const metricsPortName = "metrics";

/**
 * Annotation of what outlives the stack. Without it the provider applies under a new name each time the stack comes
 * back, and server-side apply would take the old one for somebody else.
 */
export const sharedFieldManager = { "pulumi.com/patchFieldManager": "glance" };

/** Which clients an API serves; `single` serves both kinds. */
export type ApiType = "external" | "internal" | "single";

/** `split`: an external and an internal API side by side; `single`: one API for both. */
export type Layout = "split" | "single";

/** The APIs of a layout, in the order in which they take volumes. */
export function apiTypes(layout: Layout): ApiType[] {
  return layout === "split" ? ["external", "internal"] : ["single"];
}

/** Name of the StatefulSet of an API, and of its headless Service. */
export function statefulSetName(apiType: ApiType): string {
  return `glance-${apiType}-api`;
}

/** Name of the ClusterIP Service through which clients reach an API. */
export function clientServiceName(apiType: ApiType): string {
  return `glance-${apiType}`;
}

/** Name of the pod with this ordinal. */
export function podName(apiType: ApiType, ordinal: number): string {
  return `${statefulSetName(apiType)}-${ordinal}`;
}

/** What podName made a name from; undefined for other names. */
export function parsePodName(name: string): { apiType: ApiType; ordinal: number } | undefined {
  const [, apiType, ordinal] = /^glance-(external|internal|single)-api-(\d+)$/.exec(name) ?? [];
  return apiType === undefined
    ? undefined
    : { apiType: apiType as ApiType, ordinal: Number(ordinal) };
}

/** Name of the staging claim that the StatefulSet controller makes for a pod. */
export function stagingClaimName(pod: string): string {
  return `${stagingClaimTemplate}-${pod}`;
}

/** The pod of a staging claim; undefined for other claims. */
export function podOfStagingClaim(claim: string): string | undefined {
  const pod = claim.slice(stagingClaimTemplate.length + 1);
  return claim === stagingClaimName(pod) && parsePodName(pod) !== undefined ? pod : undefined;
}

/** URL under which one pod is reached by the others; `pod` may be a `$(VARIABLE)`. No trailing slash. */
export function workerUrl(apiType: ApiType, namespace: string, pod: string): string {
  return `http://${pod}.${statefulSetName(apiType)}.${namespace}.svc:${apiPort}`;
}

/** URL under which clients inside the cluster reach an API. */
export function clientUrl(apiType: ApiType, namespace: string): string {
  return `http://${clientServiceName(apiType)}.${namespace}.svc:${apiPort}`;
}
