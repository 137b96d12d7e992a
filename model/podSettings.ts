import type { OptionValue } from "./options";

/** What is set for pods, in Kubernetes' own spelling. */
export type PodSettings = OptionValue<"pod">;

/** The same for the pods of one API alone. */
export type ApiPodSettings = OptionValue<"external">["pod"];

/**
 * What is set for the pods of one API on top of what is set for all, as Kubernetes merges a patch: maps and lists grow,
 * and what has the same name is replaced.
 */
export function mergedPod(all: PodSettings, own: ApiPodSettings): PodSettings {
  return {
    ...all,
    ...own,
    labels: { ...all.labels, ...own.labels },
    annotations: { ...all.annotations, ...own.annotations },
    nodeSelector: { ...all.nodeSelector, ...own.nodeSelector },
    affinity: { ...all.affinity, ...own.affinity },
    tolerations: [...(all.tolerations ?? []), ...(own.tolerations ?? [])],
    topologySpreadConstraints: [
      ...(all.topologySpreadConstraints ?? []),
      ...(own.topologySpreadConstraints ?? []),
    ],
    imagePullSecrets: merged("name", all.imagePullSecrets, own.imagePullSecrets),
    env: merged("name", all.env, own.env),
    volumes: merged("name", all.volumes, own.volumes),
    volumeMounts: merged("mountPath", all.volumeMounts, own.volumeMounts),
  };
}

function merged<Field extends string, Entry extends Record<Field, string>>(
  field: Field,
  all: readonly Entry[] = [],
  own: readonly Entry[] = [],
): Entry[] {
  const isReplaced = (entry: Entry) => own.some((other) => other[field] === entry[field]);
  return [...all.filter((entry) => !isReplaced(entry)), ...own];
}

/** Whether a variable sends requests through a proxy. */
export function isProxy(name: string): boolean {
  return /^(https?|all)_proxy$/i.test(name);
}

/** Whether a variable says which requests go around the proxy. */
export function isProxyException(name: string): boolean {
  return /^no_proxy$/i.test(name);
}

/**
 * Hosts that no proxy may stand in front of, before those that are given: the other pods, which pass imports on to each
 * other by names in `.svc` that a proxy cannot reach, the pod itself, and Keystone.
 */
export function proxyExceptions(authUrl: string, given: readonly string[]): string {
  const identityHost = new URL(authUrl).hostname.replace(/^\[|\]$/g, "");
  const hosts = [".svc", "localhost", "127.0.0.1", identityHost];
  const others = given.flatMap((list) => list.split(",")).map((host) => host.trim());
  return [...new Set([...hosts, ...others])].filter((host) => host !== "").join(",");
}
