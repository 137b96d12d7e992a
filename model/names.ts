import { apiPort } from "./image";

/** Name of the claim template; the claim of a pod is named `glance-<pod>`. */
export const stagingClaimTemplate = "glance";

/**
 * Label of the pods that clients are sent to; `false` while a pod is drained. The StatefulSet does not select by it, so that
 * it may change on a running pod.
 */
export const servingLabel = "glance/serving";

/** The kinds of APIs. */
export const allApiTypes = ["external", "internal", "single"] as const;

/** Which clients an API serves; `single` serves both kinds. */
export type ApiType = (typeof allApiTypes)[number];

/** `split`: an external and an internal API side by side; `single`: one API for both. */
export type Layout = "split" | "single";

/** How pods and clients speak to an API. */
export type Scheme = "http" | "https";

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

/** Host of one pod; `pod` may be a `$(VARIABLE)`, or `*` for all pods of the API. */
export function workerHost(apiType: ApiType, namespace: string, pod: string): string {
  return `${pod}.${statefulSetName(apiType)}.${namespace}.svc`;
}

/** Host of an API for clients inside the cluster. */
export function clientHost(apiType: ApiType, namespace: string): string {
  return `${clientServiceName(apiType)}.${namespace}.svc`;
}

/** URL under which one pod is reached by the others; `pod` may be a `$(VARIABLE)`. No trailing slash. */
export function workerUrl(
  apiType: ApiType,
  namespace: string,
  pod: string,
  scheme: Scheme,
): string {
  return `${scheme}://${workerHost(apiType, namespace, pod)}:${apiPort}`;
}

/** URL under which clients inside the cluster reach an API. */
export function clientUrl(apiType: ApiType, namespace: string, scheme: Scheme): string {
  return `${scheme}://${clientHost(apiType, namespace)}:${apiPort}`;
}

/** URL under which clients outside of the cluster reach Glance; undefined when nothing says that they do. */
export function publicUrlOf<Url>(
  { publicUrl }: { publicUrl?: Url | undefined },
  expose: { host: string } | undefined,
): Url | string | undefined {
  return publicUrl ?? (expose && `https://${expose.host}`);
}

/** The names that the certificate of an API must hold. */
export function certificateNames(apiType: ApiType, namespace: string): string[] {
  return [workerHost(apiType, namespace, "*"), clientHost(apiType, namespace)];
}

/** Name of the Secret with the certificate that the stack asks an issuer for. */
export function certificateSecretName(apiType: ApiType): string {
  return `${statefulSetName(apiType)}-tls`;
}

/** The pod of a worker's URL, which is the first label of its host; undefined when it is no URL. */
export function podOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.split(".")[0] : undefined;
}
