import {
  asFile,
  clusterObject,
  container,
  input,
  object,
  objects,
  pod,
  rewritten,
} from "./deployment";
import type { Kind } from "./kind";

/** What kubectl reads, and what holds nothing to judge. */

const list = (kind: string, items: unknown) => asFile([{ apiVersion: "v1", kind, items }]);

export const reading: readonly Kind[] = [
  {
    title: "YAML that parsers read differently",
    wrong: [
      rewritten("a merge key after the key", "replicas: 3", "replicas: 3\n  <<: { replicas: 9 }"),
      rewritten("nested merges", "replicas: 3", "<<: { replicas: 3, <<: { replicas: 9 } }"),
      rewritten(
        "a list of merges",
        "replicas: 3",
        "<<: [{ replicas: 3 }, { replicas: 9 }]\n  podManagementPolicy: OrderedReady",
      ),
      rewritten("binary text", "kind: StatefulSet", "kind: !!binary U3RhdGVmdWxTZXQ="),
      rewritten("binary name of a variable", "name: POD_NAME", "name: !!binary T1NfQQ=="),
      rewritten("hexadecimal digits in capitals", "replicas: 3", "replicas: 0X9"),
      rewritten("octal digits in capitals", "replicas: 3", "replicas: 0O11"),
      rewritten("binary digits", "replicas: 3", "replicas: 0B1001"),
      rewritten("digits with underscores", "replicas: 3", "replicas: 1_0"),
      rewritten("a tagged octal number", "replicas: 3", "replicas: !!int 0o11"),
      rewritten("a number of base 60", "replicas: 3", "replicas: 1:30"),
      rewritten("a key twice", "replicas: 3", "replicas: 3\n  replicas: 9"),
    ],
    right: [
      rewritten(
        "a mode in the octal numbers of YAML 1.2",
        "defaultMode: 288",
        "defaultMode: 0o440",
      ),
      rewritten("a mode in the octal numbers of YAML 1.1", "defaultMode: 288", "defaultMode: 0440"),
      rewritten("a merge key before other keys", "replicas: 3", "<<: { replicas: 3 }"),
      {
        title: "line ends of Windows and a mark of byte order",
        text: `\uFEFF${asFile(objects()).replaceAll("\n", "\r\n")}`,
      },
      { title: "JSON", text: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects() }) },
      {
        title: "JSON objects that follow each other",
        text: objects()
          .map((one) => JSON.stringify(one, undefined, 2))
          .join("\n"),
      },
      {
        title: "templates of a chart that make nothing",
        text: asFile(objects()).replaceAll(
          "---\n",
          "---\n# Source: glance/templates/hpa.yaml\n---\n",
        ),
      },
      {
        title: "nodes with names like numbers",
        text: asFile(objects()).replaceAll(/- n(\d)$/gm, "- e$1"),
      },
    ],
  },
  {
    title: "Values that no API server takes",
    wrong: [
      rewritten("an infinite number of replicas", "replicas: 3", "replicas: .inf"),
      rewritten("no number of replicas", "replicas: 3", "replicas: .nan"),
      rewritten("a text for the number of replicas", "replicas: 3", 'replicas: "9"'),
      rewritten("a negative number of replicas", "replicas: 3", "replicas: -1"),
      rewritten("a broken number of replicas", "replicas: 3", "replicas: 2.5"),
      rewritten("a huge number of replicas", "replicas: 3", "replicas: 2147483647"),
      rewritten("more replicas than volumes by far", "replicas: 3", "replicas: 100000"),
      rewritten("a negative size of a volume", "storage: 10Gi", "storage: -10Gi"),
      rewritten("a size in words", "storage: 10Gi", "storage: ten"),
      rewritten("a NUL", "name: glance-api", 'name: "glance-api\u0000"'),
      rewritten("a list as a key", "replicas: 3", "? [a]\n  : 1"),
      rewritten("null as a key", "replicas: 3", "~: 1"),
      rewritten("no containers", /containers:[^]*?(?=volumes:)/, "containers: null\n      "),
      rewritten(
        "a mount of no volume",
        "name: glance\n              mountPath",
        "name: glanc\n              mountPath",
      ),
      rewritten(
        "a selector for other labels",
        /selector:\n {4}matchLabels:/,
        "$&\n      tier: api",
      ),
      rewritten(
        "pods that are not started again",
        "terminationGrace",
        "restartPolicy: Never\n      terminationGrace",
      ),
      rewritten(
        "a policy of images in small letters",
        "securityContext:\n            allow",
        "imagePullPolicy: always\n          $&",
      ),
      rewritten("a kind of a patch", "kind: StatefulSet", "kind: StatefulSetPatch"),
      input("text that is no base64", {
        config: { stringData: undefined, data: { "a.conf": "%%%" } },
      }),
      input("a mode of several types", {
        set: { [`${pod}.volumes[0].secret.defaultMode`]: "0440" },
      }),
    ],
    right: [
      rewritten("a size with a fraction", "storage: 10Gi", "storage: 9.5Gi"),
      rewritten("a size as a number", "storage: 10Gi", "storage: 10737418240"),
      input("base64 in lines", { config: { "data.note": "QUJD\nREVG\n" } }),
    ],
  },
  {
    title: "Nothing to judge, or not yet",
    wrong: [
      { title: "nothing", text: "" },
      { title: "comments", text: "# nothing\n---\n# here\n" },
      { title: "a List of nothing", text: list("List", []) },
      { title: "a List of null", text: list("List", null) },
      { title: "a PodList of an object", text: list("PodList", { a: 1 }) },
      { title: "a List of texts", text: list("List", ["StatefulSet"]) },
      { title: "a List of lists", text: list("List", [[]]) },
      { title: "text", text: "No resources found in openstack namespace.\n" },
      {
        title: "a Kustomization",
        text: asFile([
          {
            apiVersion: "kustomize.config.k8s.io/v1beta1",
            kind: "Kustomization",
            resources: ["a.yaml"],
          },
        ]),
      },
      {
        title: "a HelmRelease",
        text: asFile([object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "glance")]),
      },
      {
        title: "an Application of Argo CD",
        text: asFile([object("argoproj.io/v1alpha1", "Application", "glance")]),
      },
      { title: "a HelmChart", text: asFile([object("helm.cattle.io/v1", "HelmChart", "glance")]) },
      rewritten("a Helm template", "replicas: 3", "replicas: {{ .Values.replicas }}"),
      rewritten(
        "a Helm template in quotes",
        "serviceName: glance-single-api",
        'serviceName: "{{ .Release.Name }}-api"',
      ),
      rewritten(
        "a Helm template with an include",
        "serviceName: glance-single-api",
        "serviceName: '{{- include \"glance.name\" . }}'",
      ),
      {
        title: "a Template with parameters",
        text: asFile([
          {
            ...object("template.openshift.io/v1", "Template", "t"),
            parameters: [{ name: "N" }],
            objects: objects({ set: { "spec.replicas": "${N}" } }),
          },
        ]),
      },
      { title: "two objects of one name", text: asFile([...objects(), ...objects().slice(0, 1)]) },
      { title: "values of a chart", text: "replicas: 3\nimage: glance\n" },
    ],
    right: [
      {
        title: "templates of Alertmanager",
        text: asFile([
          ...objects(),
          object("monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", "a", {
            spec: { receivers: [{ name: "r", text: '{{ template "slack.text" . }}' }] },
          }),
          object("v1", "Secret", "b", { stringData: { t: '{{ template "slack.text" . }}' } }),
        ]),
      },
      rewritten(
        "braces of an alert",
        "tasks_api_access",
        "# {{ $labels.pod }}\n    tasks_api_access",
      ),
    ],
  },
  {
    title: "Objects within objects",
    wrong: [
      {
        title: "a Template",
        text: asFile([
          {
            ...object("template.openshift.io/v1", "Template", "t"),
            objects: objects({ set: { "spec.podManagementPolicy": "OrderedReady" } }),
          },
        ]),
      },
      {
        title: "a ManifestWork",
        text: asFile([
          {
            ...object("work.open-cluster-management.io/v1", "ManifestWork", "w"),
            spec: { workload: { manifests: objects({ set: { [`${container}.env`]: [] } }) } },
          },
        ]),
      },
      {
        title: "a List of Lists",
        text: list("List", [
          { apiVersion: "v1", kind: "List", items: objects({ budget: undefined }) },
        ]),
      },
      {
        title: "a StatefulSetList without kinds",
        text: asFile([
          ...objects({ set: undefined }),
          {
            apiVersion: "apps/v1",
            kind: "StatefulSetList",
            items: objects({ set: { "spec.podManagementPolicy": "OrderedReady" } })
              .slice(0, 1)
              .map(({ kind, apiVersion, ...rest }) => (kind === apiVersion ? {} : rest)),
          },
        ]),
      },
      {
        title: "objects of Crossplane",
        text: asFile([
          {
            ...clusterObject("kubernetes.crossplane.io/v1alpha2", "Object", "o"),
            spec: {
              forProvider: {
                manifest: objects({ set: { "spec.podManagementPolicy": "OrderedReady" } })[0],
              },
            },
          },
        ]),
      },
      { title: "a List with null", text: "apiVersion: v1\nkind: List\nitems: [null]\n" },
    ],
    right: [
      {
        title: "a Template",
        text: asFile([
          { ...object("template.openshift.io/v1", "Template", "t"), objects: objects() },
        ]),
      },
      {
        title: "a ManifestWork",
        text: asFile([
          {
            ...object("work.open-cluster-management.io/v1", "ManifestWork", "w"),
            spec: { workload: { manifests: objects() } },
          },
        ]),
      },
      {
        title: "a List of Lists",
        text: list("List", [{ apiVersion: "v1", kind: "List", items: objects() }]),
      },
    ],
  },
];
