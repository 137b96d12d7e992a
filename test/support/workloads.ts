/** Manifests of Glance workloads for the policy tests; every call makes new ones. */

type Json = Record<string, unknown>;

export const statefulSet = "kubernetes:apps/v1:StatefulSet";

/** The container that runs Glance, as the program deploys it. */
export function apiContainer(overrides: Json = {}): Json {
  return {
    name: "glance-api",
    image: "registry.example/openstack/glance:2026.1",
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      {
        name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL",
        value: "http://$(POD_NAME).glance-single-api.openstack.svc:9292",
      },
    ],
    volumeMounts: [{ name: "glance", mountPath: "/var/lib/glance" }],
    ...overrides,
  };
}

/** A claim template or the template of an ephemeral volume. */
export function claimTemplate(accessModes: unknown, name = "glance"): Json {
  return {
    metadata: { name },
    spec: {
      accessModes,
      storageClassName: "local-storage",
      resources: { requests: { storage: "10Gi" } },
    },
  };
}

/** A StatefulSet with the pods of a Glance API; `podSpec` and `spec` replace parts of it. */
export function glanceStatefulSet(podSpec: Json = {}, spec: Json = {}): Json {
  return {
    metadata: { name: "glance-single-api", namespace: "openstack" },
    spec: {
      serviceName: "glance-single-api",
      replicas: 3,
      template: { spec: { containers: [apiContainer()], ...podSpec } },
      volumeClaimTemplates: [claimTemplate(["ReadWriteOnce"])],
      ...spec,
    },
  };
}

/** Every kind of workload without claim templates, with the manifest around its pod specification. */
export const otherWorkloads: [type: string, wrap: (podSpec: Json) => Json][] = [
  ["kubernetes:core/v1:Pod", (spec) => ({ metadata: { name: "glance" }, spec })],
  ["kubernetes:core/v1:PodTemplate", (spec) => ({ template: { spec } })],
  ["kubernetes:core/v1:ReplicationController", (spec) => ({ spec: { template: { spec } } })],
  ["kubernetes:apps/v1:Deployment", (spec) => ({ spec: { template: { spec } } })],
  ["kubernetes:extensions/v1beta1:Deployment", (spec) => ({ spec: { template: { spec } } })],
  ["kubernetes:apps/v1:DaemonSet", (spec) => ({ spec: { template: { spec } } })],
  ["kubernetes:apps/v1:ReplicaSet", (spec) => ({ spec: { template: { spec } } })],
  ["kubernetes:batch/v1:Job", (spec) => ({ spec: { template: { spec } } })],
  [
    "kubernetes:batch/v1:CronJob",
    (spec) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } }),
  ],
];
