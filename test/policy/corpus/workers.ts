import { changed, type Manifest } from "../fixtures/fixture";
import {
  apiContainer,
  glanceApi,
  otherContainer,
  restrictedContainer,
} from "../fixtures/manifests";
import { asFile, base64, type Changes, container, input, object, objects, pod } from "./deployment";
import type { Kind } from "./kind";

/** Who runs Glance, and how its workers find each other. */

const digest = `@sha256:${"0".repeat(64)}`;
const ownEnv = apiContainer()["env"] as object[];
const urlName = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";
const url = (value: string): Changes => ({ set: { [`${container}.env[1].value`]: value } });
const set = (changes: Record<string, unknown>): Changes => ({ set: changes });
const api = (fields: object) =>
  apiContainer({
    volumeMounts: [
      { name: "glance", mountPath: "/var/lib/glance" },
      { name: "config", mountPath: "/etc/glance/glance.conf.d" },
    ],
    ...fields,
  });
const labels = { "app.kubernetes.io/name": "glance", "app.kubernetes.io/component": "single-api" };

/** Another workload than the StatefulSet, with one container. */
function workload(
  kind: string,
  fields: Record<string, unknown>,
  volumes: object[] = [],
  meta: object = {},
): Manifest {
  const spec = {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    restartPolicy: kind === "Job" || kind === "CronJob" ? "Never" : "Always",
    containers: [otherContainer({ securityContext: restrictedContainer, ...fields })],
    volumes,
  };
  const template = { metadata: { labels: { app: "other" } }, spec };
  const apiVersion =
    kind === "Pod"
      ? "v1"
      : kind.includes("Job")
        ? "batch/v1"
        : kind === "Rollout"
          ? "argoproj.io/v1alpha1"
          : "apps/v1";
  const whole: Record<string, unknown> =
    kind === "Pod"
      ? spec
      : kind === "CronJob"
        ? { schedule: "0 * * * *", jobTemplate: { spec: { template } } }
        : { selector: { matchLabels: { app: "other" } }, template };
  return {
    apiVersion,
    kind,
    metadata: { name: "other", namespace: "fixtures", ...meta },
    spec: whole,
  };
}
const staged = {
  volumeMounts: [{ name: "s", mountPath: "/var/lib/glance/os_glance_staging_store" }],
};
const shared = [{ name: "s", persistentVolumeClaim: { claimName: "shared" } }];
const owned = (kind: string, apiVersion: string) => ({
  ownerReferences: [{ apiVersion, kind, name: "x", uid: "1", controller: true }],
});
const statefulSet = (
  containerFields: Record<string, unknown>,
  template: string,
  name = "images",
): Manifest =>
  changed(glanceApi(), {
    "metadata.name": name,
    "spec.volumeClaimTemplates[0].metadata.name": template,
    "spec.template.spec.containers": [otherContainer(containerFields)],
  });

export const workers: readonly Kind[] = [
  {
    title: "Glance under another name",
    wrong: [
      input(
        "a Deployment whose image is glance-wsgi",
        {},
        workload(
          "Deployment",
          { name: "web", image: `quay.io/x/glance-wsgi${digest}`, ...staged },
          [{ name: "s", emptyDir: {} }],
        ),
      ),
      input(
        "a Deployment with an image of kolla",
        {},
        workload("Deployment", {
          image: `quay.io/openstack.kolla/ubuntu-binary-glance-api${digest}`,
        }),
      ),
      input(
        "a Deployment with the image of a distribution",
        {},
        workload("Deployment", { image: `quay.io/podified/openstack-glance${digest}` }),
      ),
      input(
        "a DaemonSet that stages on the node",
        {},
        workload("DaemonSet", { name: "a", ...staged }, [
          { name: "s", hostPath: { path: "/srv" } },
        ]),
      ),
      input(
        "a Pod that is told a URL",
        {},
        workload("Pod", { env: [{ name: urlName, value: "http://pod:9292" }] }),
      ),
      input(
        "a ReplicaSet with a shared claim",
        {},
        workload("ReplicaSet", { name: "a", ...staged }, shared),
      ),
      input("a Rollout", {}, workload("Rollout", { name: "glance-api", image: `glance${digest}` })),
      input(
        "a CloneSet",
        {},
        changed(workload("Deployment", { name: "glance-api" }), {
          apiVersion: "apps.kruise.io/v1alpha1",
          kind: "CloneSet",
        }),
      ),
      input(
        "a StatefulSet whose container is called api",
        {},
        statefulSet(
          {
            name: "api",
            image: `r.example/glance-wsgi${digest}`,
            volumeMounts: [{ name: "data", mountPath: "/var/lib/glance/" }],
          },
          "data",
        ),
      ),
      input(
        "a mount path with dots",
        {},
        workload(
          "Deployment",
          {
            volumeMounts: [{ name: "s", mountPath: "/var/lib/./glance//os_glance_staging_store/" }],
          },
          shared,
        ),
      ),
      input(
        "a Job on the staging of a pod",
        {},
        workload("Job", { volumeMounts: [{ name: "s", mountPath: "/x" }] }, [
          { name: "s", persistentVolumeClaim: { claimName: "glance-glance-single-api-1" } },
        ]),
      ),
      input(
        "a CronJob on the staging of a pod",
        {},
        workload("CronJob", { volumeMounts: [{ name: "s", mountPath: "/x" }] }, [
          { name: "s", persistentVolumeClaim: { claimName: "glance-glance-single-api-0" } },
        ]),
      ),
      input(
        "a Deployment without a namespace on the staging of a pod",
        {},
        changed(
          workload("Deployment", { volumeMounts: [{ name: "s", mountPath: "/x" }] }, [
            { name: "s", persistentVolumeClaim: { claimName: "glance-glance-single-api-0" } },
          ]),
          { "metadata.namespace": undefined },
        ),
      ),
    ],
    right: [
      input(
        "an exporter",
        {},
        workload("Deployment", { name: "exporter", image: "quay.io/x/glance-api-exporter:1" }),
      ),
      input(
        "a dashboard",
        {},
        workload(
          "Deployment",
          {
            name: "ui",
            image: "quay.io/x/glance-ui:2",
            volumeMounts: [{ name: "s", mountPath: "/usr/share/nginx/html" }],
          },
          [{ name: "s", persistentVolumeClaim: { claimName: "glance-ui-assets-0" } }],
        ),
      ),
      input(
        "an exporter for Prometheus",
        {},
        workload("DaemonSet", {
          name: "e",
          image: "registry.k8s.io/prometheus-glance-exporter:v3",
        }),
      ),
      input(
        "a proxy that is called glance",
        {},
        workload("Deployment", { name: "glance-proxy", image: "docker.io/envoyproxy/envoy:v1" }),
      ),
      input(
        "a Job that purges",
        {},
        workload("CronJob", {
          name: "purge",
          image: `registry.example/openstack/glance${digest}`,
          command: ["glance-manage", "db", "purge"],
        }),
      ),
      input(
        "a test of the API",
        {},
        workload("Job", { name: "rally", image: "quay.io/airship/xrally-openstack:2" }),
      ),
      input(
        "another team's StatefulSet",
        {},
        statefulSet(
          {
            name: "postgres",
            image: "postgres:16",
            volumeMounts: [{ name: "data", mountPath: "/var/lib/postgresql" }],
          },
          "data",
          "postgres",
        ),
      ),
      input(
        "nova beside it",
        {},
        workload("Deployment", {
          name: "nova-api",
          image: "quay.io/openstack.kolla/nova-api:2025.1",
        }),
      ),
    ],
  },
  {
    title: "Owners that control nothing that is judged",
    wrong: [
      input(
        "a ReplicaSet of a Rollout",
        {},
        workload(
          "ReplicaSet",
          { name: "glance-api" },
          [],
          owned("Rollout", "argoproj.io/v1alpha1"),
        ),
      ),
      input(
        "a ReplicaSet of a ConfigMap",
        {},
        workload("ReplicaSet", { name: "glance-api" }, [], owned("ConfigMap", "v1")),
      ),
      input(
        "a Pod of a Deployment",
        {},
        workload("Pod", { name: "glance-api" }, [], owned("Deployment", "apps/v1")),
      ),
      input(
        "a Pod of a CloneSet",
        {},
        workload("Pod", { name: "glance-api" }, [], owned("CloneSet", "apps.kruise.io/v1alpha1")),
      ),
      input(
        "a Deployment of an operator",
        {},
        workload(
          "Deployment",
          { name: "glance-api" },
          [],
          owned("GlanceAPI", "glance.openstack.org/v1beta1"),
        ),
      ),
      input(
        "a Pod of a node",
        {},
        workload("Pod", { name: "glance-api" }, [], owned("Node", "v1")),
      ),
      input(
        "an owner that does not control",
        {},
        workload("Pod", { name: "glance-api" }, [], {
          ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "x", uid: "1" }],
        }),
      ),
      input(
        "a ReplicaSet of a Deployment of another group",
        {},
        workload("ReplicaSet", { name: "glance-api" }, [], owned("Deployment", "example.org/v1")),
      ),
    ],
    right: [
      input(
        "a Pod of the StatefulSet",
        {},
        workload("Pod", { name: "glance-api" }, [], owned("StatefulSet", "apps/v1")),
      ),
      input(
        "a Job of a CronJob",
        {},
        workload("Job", { name: "glance-purge" }, [], owned("CronJob", "batch/v1")),
      ),
    ],
  },
  {
    title: "Which container has the URL",
    wrong: [
      input(
        "a sidecar alone",
        set({
          [`${container}.env`]: [ownEnv[0]],
          [`${pod}.containers[1]`]: otherContainer({ env: ownEnv }),
        }),
      ),
      input(
        "an init container alone",
        set({
          [`${container}.env`]: [ownEnv[0]],
          [`${pod}.initContainers`]: [otherContainer({ env: ownEnv })],
        }),
      ),
      input(
        "a second API without one",
        set({ [`${pod}.containers[1]`]: api({ name: "glance-second", env: [] }) }),
      ),
      input(
        "Glance in a container that is called glance",
        set({
          [`${pod}.containers`]: [
            api({ name: "glance", env: [] }),
            otherContainer({ env: ownEnv }),
          ],
        }),
      ),
      input(
        "a variable of a ConfigMap",
        {
          set: {
            [`${container}.env`]: [ownEnv[0]],
            [`${container}.envFrom`]: [{ configMapRef: { name: "e" } }],
          },
        },
        object("v1", "ConfigMap", "e", {
          data: { [urlName]: "http://$(POD_NAME).glance-single-api.fixtures.svc:9292" },
        }),
      ),
      input("a fixed pod", url("http://glance-single-api-0.glance-single-api.fixtures.svc:9292")),
      input("the Service", url("http://glance-single-api.fixtures.svc:9292")),
      input("the address of the pod", url("http://$(POD_IP):9292")),
      input("another Service", url("http://$(POD_NAME).glance.fixtures.svc:9292")),
      input("another namespace", url("http://$(POD_NAME).glance-single-api.other.svc:9292")),
      input("a user in it", url("http://u:p@$(POD_NAME).glance-single-api.fixtures.svc:9292")),
      input("a path", url("http://$(POD_NAME).glance-single-api.fixtures.svc:9292/v2")),
      input("a variable that comes later", set({ [`${container}.env`]: [ownEnv[1], ownEnv[0]] })),
      input(
        "a variable with another field",
        set({ [`${container}.env[0].valueFrom.fieldRef.fieldPath`]: "spec.nodeName" }),
      ),
      input(
        "the variable anew between two equal URLs",
        set({ [`${container}.env`]: [...ownEnv, { name: "POD_NAME", value: "x" }, ownEnv[1]] }),
      ),
      input(
        "an export in the command",
        set({
          [`${container}.command`]: [
            "sh",
            "-c",
            `export ${urlName}=http://lb:9292; exec glance-api`,
          ],
        }),
      ),
      input(
        "an assignment before the command",
        set({ [`${container}.args`]: [`${urlName}=http://lb:9292 exec glance-api`] }),
      ),
      input(
        "env as the command",
        set({ [`${container}.command`]: ["env", `${urlName}=http://lb`, "glance-api"] }),
      ),
      input("the dots of the Service's name", {
        set: {
          "spec.serviceName": "a.b",
          [`${container}.env[1].value`]: "http://$(POD_NAME).aXb.fixtures.svc:9292",
        },
      }),
    ],
    right: [
      input(
        "a domain of its own",
        url("http://$(POD_NAME).glance-single-api.fixtures.svc.k8s.example.org:9292"),
      ),
      input(
        "cluster.local",
        url("http://$(POD_NAME).glance-single-api.fixtures.svc.cluster.local:9292"),
      ),
      input("no .svc", url("http://$(POD_NAME).glance-single-api.fixtures:9292")),
      input(
        "a variable for the namespace",
        set({
          [`${container}.env`]: [
            ownEnv[0],
            { name: "NS", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
            { name: urlName, value: "http://$(POD_NAME).glance-single-api.$(NS).svc:9292" },
          ],
        }),
      ),
      input(
        "another name of the variable",
        set({
          [`${container}.env`]: [
            {
              name: "MY_POD",
              valueFrom: { fieldRef: { fieldPath: "metadata.name", apiVersion: "v1" } },
            },
            { name: urlName, value: "http://$(MY_POD).glance-single-api.fixtures.svc:9292" },
          ],
        }),
      ),
    ],
  },
  {
    title: "The URL leads nowhere, or elsewhere",
    wrong: [
      input(
        "a port that nobody has",
        url("http://$(POD_NAME).glance-single-api.fixtures.svc:9191"),
      ),
      input("the port of the metrics", {
        ...url("http://$(POD_NAME).glance-single-api.fixtures.svc:9294"),
        service: { "spec.ports[1]": { name: "metrics", port: 9294, targetPort: 9294 } },
      }),
      input(
        "https of a pod without a key",
        url("https://$(POD_NAME).glance-single-api.fixtures.svc:9292"),
      ),
      input("https where the Service says http", {
        ...url("https://$(POD_NAME).glance-single-api.fixtures.svc:9292"),
        service: { "spec.ports[0].appProtocol": "http" },
      }),
      input("https where the probe says http", {
        set: {
          [`${container}.env[1].value`]: "https://$(POD_NAME).glance-single-api.fixtures.svc:9292",
          [`${container}.readinessProbe.httpGet`]: { path: "/healthcheck", port: 9292 },
          [`${pod}.volumes[1]`]: {
            name: "tls",
            secret: { secretName: "elsewhere", defaultMode: 288 },
          },
        },
      }),
      input(
        "http where Apache says https",
        {
          config: { "stringData.httpd": "x" },
          set: {
            [`${pod}.volumes[1]`]: {
              name: "httpd",
              secret: { secretName: "httpd", defaultMode: 288 },
            },
            [`${container}.volumeMounts[2]`]: { name: "httpd", mountPath: "/etc/httpd" },
          },
        },
        object("v1", "Secret", "httpd", { data: { "httpd.conf": base64("SSLEngine on\n") } }),
      ),
      input(
        "hostAliases",
        set({
          [`${pod}.hostAliases`]: [
            { ip: "192.0.2.1", hostnames: ["glance-single-api-0.glance-single-api.fixtures.svc"] },
          ],
        }),
      ),
      input("dnsPolicy Default", set({ [`${pod}.dnsPolicy`]: "Default" })),
      input(
        "dnsPolicy None",
        set({
          [`${pod}.dnsPolicy`]: "None",
          [`${pod}.dnsConfig`]: { nameservers: ["192.0.2.53"] },
        }),
      ),
      input("the network of the node", set({ [`${pod}.hostNetwork`]: true })),
      input("an ExternalName", {
        service: {
          "spec.type": "ExternalName",
          "spec.externalName": "x.example",
          "spec.clusterIP": undefined,
        },
      }),
      input("a Service with an address", { service: { "spec.clusterIP": "10.0.0.9" } }),
      input("a Service of ready pods", { service: { "spec.publishNotReadyAddresses": undefined } }),
      input("a Service by a label that changes", {
        service: { "spec.selector.glance/serving": "true" },
        set: { "spec.template.metadata.labels": { ...labels, "glance/serving": "true" } },
      }),
      input("a Service that selects others", { service: { "spec.selector": { app: "x" } } }),
      input("a Service in another namespace", { service: { "metadata.namespace": "other" } }),
      input("no Service", { service: undefined }),
      input(
        "a NetworkPolicy that denies",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "deny", {
          spec: { podSelector: {}, policyTypes: ["Ingress"] },
        }),
      ),
      input(
        "a NetworkPolicy without a specification, which denies",
        {},
        { ...object("networking.k8s.io/v1", "NetworkPolicy", "none", {}), spec: null },
      ),
      input(
        "a NetworkPolicy without a selector, which is for all pods",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "all", {
          spec: { policyTypes: ["Ingress"] },
        }),
      ),
      input(
        "a NetworkPolicy for a port that no container names",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "named", {
          spec: { podSelector: {}, ingress: [{ ports: [{ port: "nope" }] }] },
        }),
      ),
      input(
        "a NetworkPolicy for the router alone",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "router", {
          spec: {
            podSelector: { matchLabels: labels },
            ingress: [
              {
                from: [
                  {
                    namespaceSelector: {
                      matchLabels: { "kubernetes.io/metadata.name": "ingress" },
                    },
                  },
                ],
              },
            ],
          },
        }),
      ),
      input(
        "a NetworkPolicy that lets out to the database alone",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "out", {
          spec: {
            podSelector: {},
            policyTypes: ["Egress"],
            egress: [{ to: [{ podSelector: { matchLabels: { app: "mariadb" } } }] }],
          },
        }),
      ),
      input(
        "a NetworkPolicy with another port",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "port", {
          spec: { podSelector: {}, ingress: [{ ports: [{ port: 9294 }] }] },
        }),
      ),
      input(
        "a proxy between the workers",
        set({ [`${container}.env[2]`]: { name: "http_proxy", value: "http://proxy:3128" } }),
      ),
    ],
    right: [
      input(
        "a NetworkPolicy for the pods of the set",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "own", {
          spec: {
            podSelector: {},
            ingress: [
              {
                from: [{ podSelector: { matchLabels: labels } }],
                ports: [{ port: 9292, protocol: "TCP" }],
              },
            ],
          },
        }),
      ),
      input(
        "a NetworkPolicy of other pods",
        {},
        object("networking.k8s.io/v1", "NetworkPolicy", "db", {
          spec: {
            podSelector: { matchLabels: { app: "mariadb" } },
            policyTypes: ["Ingress", "Egress"],
          },
        }),
      ),
      input(
        "a NetworkPolicy of Calico for other pods",
        {},
        object("projectcalico.org/v3", "NetworkPolicy", "db", {
          spec: { selector: "app == 'mariadb'", types: ["Ingress", "Egress"] },
        }),
      ),
      {
        title: "a Service and a Route of Knative with the name of the API",
        text: asFile([
          ...["Service", "Route"].map((kind) =>
            object("serving.knative.dev/v1", kind, "glance-single-api", { spec: {} }),
          ),
          ...objects(),
        ]),
      },
      input(
        "hostAliases of a database",
        set({ [`${pod}.hostAliases`]: [{ ip: "192.0.2.1", hostnames: ["mariadb.example"] }] }),
      ),
      input("https with a certificate of cert-manager", {
        set: {
          [`${container}.env[1].value`]: "https://$(POD_NAME).glance-single-api.fixtures.svc:9292",
          [`${container}.readinessProbe.httpGet`]: {
            path: "/healthcheck",
            port: 9292,
            scheme: "HTTPS",
          },
          [`${pod}.volumes[1]`]: {
            name: "tls",
            secret: { secretName: "elsewhere", defaultMode: 288 },
          },
        },
      }),
      input("a port of the metrics beside", {
        service: { "spec.ports[1]": { name: "metrics", port: 9294 } },
      }),
      input(
        "a proxy that leaves the cluster out",
        set({
          [`${container}.env[2]`]: { name: "HTTPS_PROXY", value: "http://proxy:3128" },
          [`${container}.env[3]`]: { name: "NO_PROXY", value: "localhost,.svc" },
        }),
      ),
      input(
        "dnsConfig beside the cluster's",
        set({ [`${pod}.dnsConfig`]: { options: [{ name: "ndots", value: "2" }] } }),
      ),
      input("no namespaces, for kubectl apply -n", {
        set: { "metadata.namespace": undefined },
        service: { "metadata.namespace": undefined },
        budget: { "metadata.namespace": undefined },
        config: { "metadata.namespace": undefined },
      }),
    ],
  },
  {
    title: "Autoscalers and budgets",
    wrong: [
      ...["autoscaling/v1", "autoscaling/v2", "autoscaling/v2beta2"].map((version) =>
        input(
          `a HorizontalPodAutoscaler of ${version}`,
          {},
          object(version, "HorizontalPodAutoscaler", "a", {
            spec: {
              maxReplicas: 9,
              scaleTargetRef: {
                apiVersion: "apps/v1",
                kind: "StatefulSet",
                name: "glance-single-api",
              },
            },
          }),
        ),
      ),
      input(
        "one without a namespace",
        {},
        changed(
          object("autoscaling/v2", "HorizontalPodAutoscaler", "a", {
            spec: {
              maxReplicas: 9,
              scaleTargetRef: { kind: "StatefulSet", name: "glance-single-api" },
            },
          }),
          { "metadata.namespace": undefined },
        ),
      ),
      input(
        "a ScaledObject",
        {},
        object("keda.sh/v1alpha1", "ScaledObject", "a", {
          spec: { scaleTargetRef: { kind: "StatefulSet", name: "glance-single-api" } },
        }),
      ),
      input(
        "an autoscaler with a targetRef",
        {},
        object("autoscaling.example.org/v1", "PodScaler", "a", {
          spec: { targetRef: { kind: "StatefulSet", name: "glance-single-api" } },
        }),
      ),
      input(
        "an AdvancedHorizontalPodAutoscaler",
        {},
        object("autoscaling.alibabacloud.com/v1beta1", "AdvancedHorizontalPodAutoscaler", "a", {
          spec: {
            scaleTargetRef: {
              apiVersion: "apps/v1",
              kind: "StatefulSet",
              name: "glance-single-api",
            },
          },
        }),
      ),
      input("no budget", { budget: undefined }),
      input(
        "two budgets of one pod",
        {},
        object("policy/v1", "PodDisruptionBudget", "second", {
          spec: {
            maxUnavailable: 1,
            selector: { matchLabels: { "app.kubernetes.io/name": "glance" } },
          },
        }),
      ),
      input("an empty selector of policy/v1beta1", {
        budget: { apiVersion: "policy/v1beta1", "spec.selector": {} },
      }),
      input("a budget that lets nobody go", { budget: { "spec.maxUnavailable": 0 } }),
      input("a budget of per cent", { budget: { "spec.maxUnavailable": "50%" } }),
      input("a budget with minAvailable 1", {
        budget: { "spec.maxUnavailable": undefined, "spec.minAvailable": 1 },
      }),
      input("a budget of another namespace", { budget: { "metadata.namespace": "other" } }),
      input("no hook", set({ [`${container}.lifecycle`]: { preStop: { sleep: { seconds: 0 } } } })),
      input(
        "a hook of no time",
        set({ [`${container}.lifecycle`]: { preStop: { exec: { command: ["sleep", "0"] } } } }),
      ),
      input(
        "a hook that ends at once",
        set({
          [`${container}.lifecycle`]: { preStop: { exec: { command: ["sh", "-c", "exit 0"] } } },
        }),
      ),
      input(
        "a hook that does nothing",
        set({ [`${container}.lifecycle`]: { preStop: { exec: { command: ["/bin/true"] } } } }),
      ),
      input("no time to end", set({ [`${pod}.terminationGracePeriodSeconds`]: undefined })),
      input(
        "no time after a probe",
        set({
          [`${container}.livenessProbe`]: {
            httpGet: { port: 9292 },
            terminationGracePeriodSeconds: 5,
          },
        }),
      ),
      input(
        "all at once",
        set({ "spec.updateStrategy": { rollingUpdate: { maxUnavailable: "100%" } } }),
      ),
      input(
        "two at once",
        set({
          "spec.updateStrategy": { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } },
        }),
      ),
    ],
    right: [
      input(
        "an autoscaler of another workload",
        {},
        object("autoscaling/v2", "HorizontalPodAutoscaler", "a", {
          spec: {
            maxReplicas: 9,
            scaleTargetRef: { kind: "Deployment", name: "glance-single-api" },
          },
        }),
      ),
      input(
        "an autoscaler of another namespace",
        {},
        changed(
          object("autoscaling/v2", "HorizontalPodAutoscaler", "a", {
            spec: {
              maxReplicas: 9,
              scaleTargetRef: { kind: "StatefulSet", name: "glance-single-api" },
            },
          }),
          { "metadata.namespace": "other" },
        ),
      ),
      input(
        "a VerticalPodAutoscaler that advises",
        {},
        object("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "a", {
          spec: {
            targetRef: { kind: "StatefulSet", name: "glance-single-api" },
            updatePolicy: { updateMode: "Off" },
          },
        }),
      ),
      input(
        "a budget of other pods",
        {},
        object("policy/v1", "PodDisruptionBudget", "db", {
          spec: { minAvailable: 1, selector: { matchLabels: { app: "mariadb" } } },
        }),
      ),
      input("a budget by expressions", {
        budget: {
          "spec.selector": {
            matchExpressions: [
              { key: "app.kubernetes.io/name", operator: "In", values: ["glance"] },
            ],
          },
        },
      }),
      input(
        "a hook that sleeps",
        set({ [`${container}.lifecycle`]: { preStop: { sleep: { seconds: 15 } } } }),
      ),
      input(
        "one at a time",
        set({ "spec.updateStrategy": { rollingUpdate: { maxUnavailable: 1, partition: 0 } } }),
      ),
      input(
        "a probe with time to end",
        set({
          [`${container}.livenessProbe`]: {
            httpGet: { port: 9292 },
            terminationGracePeriodSeconds: 900,
          },
        }),
      ),
    ],
  },
];
