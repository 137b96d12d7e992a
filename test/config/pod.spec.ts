import assert from "node:assert/strict";

import { loadConfig } from "../../config";
import { refusal } from "../support/refusal";
import { setConfig } from "../support/stackConfig";

const variable = (name: string, value = "x") => ({ env: [{ name, value }] });
const volume = (fields: object) => ({ volumes: [{ name: "rabbit", ...fields }] });
const secret = { secret: { secretName: "rabbit" } };
const mounted = (mountPath: string) => ({
  ...volume(secret),
  volumeMounts: [{ name: "rabbit", mountPath }],
});
const restricted = "the pods keep to the profile restricted of Pod Security.";
const names = "write its name in letters, digits, -, _ and ., such as example.org/team.";
const shared =
  "a pod keeps files on its own staging claim, and shares none with the node or other pods; write one of " +
  "secret, configMap, projected, emptyDir, csi.";
const path = "write a path apart from those of the program, such as /etc/rabbit.";

describe("the pods of a stack", () => {
  const refusals: [string, object, string][] = [
    [
      "their grace period",
      { terminationGracePeriodSeconds: 5 },
      ".terminationGracePeriodSeconds is not a configuration key: set glance:gracePeriod instead.",
    ],
    ...["hostNetwork", "hostPID", "hostIPC", "securityContext"].map(
      (name): [string, object, string] => [
        name,
        { [name]: true },
        `.${name} is not a configuration key: ${restricted}`,
      ],
    ),
    ...["containers", "initContainers"].map((name): [string, object, string] => [
      name,
      { [name]: [] },
      `.${name} is not a configuration key: set resources, env and volumeMounts instead.`,
    ]),
    [
      "a service account",
      { serviceAccountName: "glance" },
      ".serviceAccountName is not a configuration key: Glance never calls the API server, so its pods get no token.",
    ],
    [
      "a misspelt field",
      { nodeselector: {} },
      ".nodeselector is not a configuration key: did you mean nodeSelector?",
    ],
    [
      "a misspelt field further below",
      { tolerations: [{ key: "a", efect: "NoSchedule" }] },
      ".tolerations[0].efect is not a configuration key: did you mean effect?",
    ],
    [
      "an unknown operator",
      { tolerations: [{ key: "a", operator: "Exist" }] },
      '.tolerations[0].operator is "Exist": write Equal or Exists.',
    ],
    [
      "a toleration of nothing",
      { tolerations: [{ effect: "NoSchedule" }] },
      '.tolerations[0] is {"effect":"NoSchedule"}: write the key of the taint, or operator: Exists for all taints.',
    ],
    [
      "a toleration of one value and of all",
      { tolerations: [{ key: "a", operator: "Exists", value: "b" }] },
      '.tolerations[0].value is "b": leave it out, as Exists takes every value.',
    ],
    [
      "a time for a taint that evicts nothing",
      { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 3 }] },
      ".tolerations[0].tolerationSeconds is 3: write effect: NoExecute beside it.",
    ],
    [
      "a least number of zones for a mere preference",
      {
        topologySpreadConstraints: [
          { topologyKey: "zone", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", minDomains: 2 },
        ],
      },
      ".topologySpreadConstraints[0].minDomains is 2: write whenUnsatisfiable: DoNotSchedule beside it.",
    ],
    ...(
      [
        [{ operator: "In" }, " is missing: write the values as a list, as In needs one."],
        [
          { operator: "NotIn", values: [] },
          " is []: write the values as a list, as NotIn needs one.",
        ],
        [{ operator: "Exists", values: ["a"] }, ' is ["a"]: leave them out, as Exists takes none.'],
        [
          { operator: "Gt", values: ["a"] },
          ' is ["a"]: write a list of one whole number in quotes, as Gt compares with it.',
        ],
      ] as const
    ).map(([expression, message]): [string, object, string] => [
      `an expression of ${JSON.stringify(expression)}`,
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", ...expression }] }],
            },
          },
        },
      },
      `.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values${message}`,
    ]),
    [
      "a required affinity without a term",
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] },
          },
        },
      },
      ".affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms is []: write at least one term.",
    ],
    [
      "a label that is no text",
      { labels: { team: true } },
      ".labels.team is true: write it in quotes.",
    ],
    ["a label with a blank", { labels: { "a b": "x" } }, `.labels.a b is "x": ${names}`],
    ...["app.kubernetes.io/name", "app.kubernetes.io/component", "glance/serving"].map(
      (name): [string, object, string] => [
        `the label ${name}`,
        { labels: { [name]: "x" } },
        `.labels.${name} is "x": leave it out, because Services or controllers find pods by it.`,
      ],
    ),
    [
      "the annotation of the configuration",
      { annotations: { "glance/config-hash": "x" } },
      '.annotations.glance/config-hash is "x": leave it out, the program uses it itself.',
    ],
    [
      "a pull secret by its name alone",
      { imagePullSecrets: ["registry"] },
      '.imagePullSecrets[0] is "registry": write its fields below it, as the README lists them.',
    ],
    [
      "a spread over nothing",
      { topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }] },
      `.topologySpreadConstraints[0].topologyKey is missing: ${names}`,
    ],
    [
      "a weight that is none",
      {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }],
          },
        },
      },
      ".affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight is 0: " +
        "write a whole number from 1 to 100.",
    ],
    ...["POD_NAME", "HOME", "OS_DEFAULT__WORKER_SELF_REFERENCE_URL", "UWSGI_PROCESSES"].map(
      (name): [string, object, string] => [
        `the variable ${name}`,
        variable(name),
        `.env[0].name is "${name}": leave it out, the program sets it itself.`,
      ],
    ),
    ...["PATH", "PYTHONPATH", "LD_PRELOAD"].map((name): [string, object, string] => [
      `the variable ${name}`,
      variable(name),
      `.env[0].name is "${name}": leave it out, by it the programs and libraries of the image are found.`,
    ]),
    [
      "a CA in the environment",
      variable("REQUESTS_CA_BUNDLE"),
      '.env[0].name is "REQUESTS_CA_BUNDLE": set glance:tls.ca instead.',
    ],
    [
      "an option of Glance",
      variable("OS_DEFAULT__DEBUG"),
      '.env[0].name is "OS_DEFAULT__DEBUG": write the option in glance:customServiceConfig, over which the environment ' +
        "would rank.",
    ],
    [
      "a password",
      variable("RABBIT_PASSWORD"),
      '.env[0].name is "RABBIT_PASSWORD": mount a Secret by volumes, because the environment goes to every child process.',
    ],
    [
      "a password in the URL of a proxy",
      variable("HTTPS_PROXY", "http://me:geheim@proxy:3128"),
      ".env[0].value is not valid: write it without user and password, because the environment goes to every child process.",
    ],
    [
      "a variable from a Secret",
      { env: [{ name: "X", value: "", valueFrom: { secretKeyRef: {} } }] },
      ".env[0].valueFrom is not a configuration key: write the value itself, or mount the Secret or ConfigMap by volumes.",
    ],
    [
      "a variable that is set twice",
      { env: [...variable("A").env, ...variable("A").env] },
      '.env[1].name is "A": write each one once.',
    ],
    ...["hostPath", "nfs", "persistentVolumeClaim", "ephemeral"].map(
      (source): [string, object, string] => [
        `a volume of ${source}`,
        volume({ [source]: {} }),
        `.volumes[0].${source} is not a configuration key: ${shared}`,
      ],
    ),
    [
      "a volume of nothing",
      volume({}),
      '.volumes[0] is {"name":"rabbit"}: write one of secret, configMap, projected, emptyDir, csi beside the name.',
    ],
    [
      "an emptyDir that fills the node",
      volume({ emptyDir: {} }),
      ".volumes[0].emptyDir.sizeLimit is missing: write a quantity such as 100Mi.",
    ],
    [
      "a volume of the program's",
      { volumes: [{ name: "ceph", ...secret }] },
      '.volumes[0].name is "ceph": write another name, the program has a volume of this one.',
    ],
    [
      "a volume that nobody mounts",
      volume(secret),
      '.volumes[0].name is "rabbit": mount it by volumeMounts, or leave it out.',
    ],
    [
      "a mount of no volume",
      { volumeMounts: [{ name: "rabbit", mountPath: "/etc/rabbit" }] },
      '.volumeMounts[0].name is "rabbit": write the volume under volumes beside it.',
    ],
    ...[
      ...["/", "/etc", "/etc/glance", "/etc/glance/glance.conf.d/x", "/etc/ceph", "/etc/httpd"],
      ...["/var/lib/glance", "/var/lib/glance/os_glance_staging_store", "/var/lib/", "/tmp/x"],
      ...["/run", "/opt/glance/bin", "/var//lib/glance"],
    ].map((mountPath): [string, object, string] => [
      `a mount at ${mountPath}`,
      mounted(mountPath),
      `.volumeMounts[0].mountPath is "${mountPath}": ${path}`,
    ]),
    [
      "a mount that leaves its path",
      mounted("/etc/x/../glance"),
      '.volumeMounts[0].mountPath is "/etc/x/../glance": write an absolute path such as /etc/rabbit.',
    ],
    [
      "one node for pods that have their volumes on three",
      { nodeSelector: { "kubernetes.io/hostname": "n1" } },
      '.nodeSelector.kubernetes.io/hostname is "n1": leave it out, because pods have their volumes on n2, n3, as in ' +
        "glance:localStorage.nodes.",
    ],
  ];
  for (const [what, pod, message] of refusals) {
    it(`are refused ${what}`, () => {
      assert.equal(refusal({ pod }), `glance:pod${message}`);
      assert.equal(refusal({ external: { pod } }), `glance:external.pod${message}`);
    });
  }

  it("are refused a sidecar's request above the limit that the program has for it", () => {
    const pod = { resources: { "glance-log": { requests: { memory: "128Mi" } } } };
    assert.equal(
      refusal({ pod }),
      'glance:pod.resources.glance-log.requests.memory is "128Mi": write at most 64Mi, as in ' +
        "glance:pod.resources.glance-log.limits.memory.",
    );
  });

  it("are refused resources of a container that there is not", () => {
    assert.equal(
      refusal({ pod: { resources: { httpd: {} } } }),
      "glance:pod.resources.httpd is not a configuration key: write one of glance-httpd, glance-log, jobs.",
    );
  });

  it("may be mounted something beside the program's files", () => {
    for (const mountPath of ["/etc/glances", "/etc/rabbit", "/var/lib/glances"]) {
      setConfig({ pod: mounted(mountPath) });
      assert.equal(loadConfig().glance.pod?.volumeMounts?.[0]?.mountPath, mountPath);
    }
  });
});
