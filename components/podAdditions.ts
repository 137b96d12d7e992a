import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { isProxy, isProxyException, type PodSettings, proxyExceptions } from "../model/podSettings";

/** What settings add to the pods of an API and of Jobs; fields are missing where nothing is set. */
export interface PodAdditions {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: Pick<
    k8s.types.input.core.v1.PodSpec,
    "nodeSelector" | "tolerations" | "priorityClassName" | "runtimeClassName" | "imagePullSecrets"
  >;
  env: k8s.types.input.core.v1.EnvVar[];
  volumes: k8s.types.input.core.v1.Volume[];
  volumeMounts: k8s.types.input.core.v1.VolumeMount[];
}

/**
 * What settings add to pods.
 *
 * @param authUrl URL of Keystone, which no proxy may stand in front of.
 */
export function podAdditions(settings: PodSettings, authUrl: pulumi.Input<string>): PodAdditions {
  const { labels = {}, annotations = {}, env = [], volumes = [], volumeMounts = [] } = settings;
  const { nodeSelector, tolerations, priorityClassName, runtimeClassName, imagePullSecrets } =
    settings;
  return {
    metadata: { labels, annotations },
    spec: whereSet({
      nodeSelector,
      tolerations,
      priorityClassName,
      runtimeClassName,
      imagePullSecrets,
    }),
    env: environment(env, authUrl),
    volumes: volumes.map(({ secret, projected, ...volume }) => ({
      ...volume,
      ...(secret === undefined ? {} : { secret: { defaultMode: 0o440, ...secret } }),
      ...(projected === undefined ? {} : { projected: { defaultMode: 0o440, ...projected } }),
    })),
    volumeMounts,
  };
}

/** The fields that are set, and not to nothing. */
export function whereSet<Fields extends object>(fields: Fields): Fields {
  const isSet = (value: unknown) =>
    value !== undefined &&
    (typeof value !== "object" || value === null || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isSet(value))) as Fields;
}

function environment(
  env: NonNullable<PodSettings["env"]>,
  authUrl: pulumi.Input<string>,
): k8s.types.input.core.v1.EnvVar[] {
  if (!env.some(({ name }) => isProxy(name))) {
    return env;
  }
  const given = env.filter(({ name }) => isProxyException(name)).map(({ value }) => value);
  return [
    ...env.filter(({ name }) => !isProxyException(name)),
    {
      name: "NO_PROXY",
      value: pulumi.output(authUrl).apply((url) => proxyExceptions(url, given)),
    },
  ];
}
