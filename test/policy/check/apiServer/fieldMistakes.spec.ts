import assert from "node:assert/strict";

import { mistakeOf } from "../../../../policy/check/apiServer/objectMistakes";
import fieldTypes from "../../../../policy/check/apiServer/fieldTypes.json";
import { objectsOfDocument } from "../../../../policy/model/kubernetesObject";
import { glanceStatefulSet } from "../../../support/workloads";

function mistake(manifest: object): string | undefined {
  const [object] = objectsOfDocument(manifest, "f.yaml");
  assert.ok(object);
  const { field, message } = mistakeOf(object) ?? {};
  return field === undefined ? undefined : `${field.path}: ${message}`;
}

const policy = (spec: unknown) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "p" },
  spec,
});
const container = { name: "a", image: "i" };
const pod = (spec: object, own: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [{ ...container, ...own }], ...spec },
});

describe("a field of a manifest", () => {
  const here = "the API server takes here";
  const list = `${here} a list; write one`;
  const fields = `${here} fields with names; write them`;
  const text = `${here} a text; write one, in quotes if it looks like a number`;
  const number = `${here} a whole number; write one, without quotes`;
  const port = `${here} a port from 1 to 65535; write one`;
  const item = "the API server takes no empty item of a list here; remove it";
  const range =
    "the API server takes an endPort after a port that is a number and not above it; write both";
  const ingress = (rule: unknown) => policy({ ingress: [rule] });
  const ports = (one: unknown) => ingress({ ports: [one] });
  const refused: [manifest: object, message: string][] = [
    [policy("foo"), `spec: ${fields}`],
    [policy([]), `spec: ${fields}`],
    [policy({ ingress: "bar" }), `spec.ingress: ${list}`],
    [policy({ ingress: {} }), `spec.ingress: ${list}`],
    [ingress("x"), `spec.ingress[0]: ${fields}`],
    [ingress({ from: "foo" }), `spec.ingress[0].from: ${list}`],
    [ingress({ from: [null] }), `spec.ingress[0].from[0]: ${item}`],
    [policy({ policyTypes: "Ingress" }), `spec.policyTypes: ${list}`],
    [
      policy({ policyTypes: ["ingress"] }),
      `spec.policyTypes[0]: ${here} one of Ingress, Egress; write one`,
    ],
    [policy({ podSelector: [] }), `spec.podSelector: ${fields}`],
    [
      policy({ podSelector: { matchExpressions: [{ key: "a", operator: "Foo" }] } }),
      `spec.podSelector.matchExpressions[0].operator: ${here} one of In, NotIn, Exists, DoesNotExist; write one`,
    ],
    [policy({ podSelector: { matchLabels: { a: 1 } } }), `spec.podSelector.matchLabels.a: ${text}`],
    [ports({ port: 70000 }), `spec.ingress[0].ports[0].port: ${port}`],
    [
      ports({ port: true }),
      `spec.ingress[0].ports[0].port: ${here} a whole number or a text; write one`,
    ],
    [ports({ port: 1, endPort: "x" }), `spec.ingress[0].ports[0].endPort: ${number}`],
    [ports({ port: 9, endPort: 8 }), `spec.ingress[0].ports[0].endPort: ${range}`],
    [ports({ port: "api", endPort: 8 }), `spec.ingress[0].ports[0].endPort: ${range}`],
    [
      ports({ protocol: "tcp" }),
      `spec.ingress[0].ports[0].protocol: ${here} one of TCP, UDP, SCTP; write one`,
    ],
    [
      ingress({ from: [{}] }),
      "spec.ingress[0].from[0]: the API server takes no peer without a selector; write one",
    ],
    ...["foo", "10.0.0.0", "10.0.0.0/33", "::/129", ""].map((cidr): [object, string] => [
      ingress({ from: [{ ipBlock: { cidr } }] }),
      "spec.ingress[0].from[0].ipBlock.cidr: this is no range of addresses; write one such as 10.0.0.0/8",
    ]),
    [
      ingress({ from: [{ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }] }),
      "spec.ingress[0].from[0].ipBlock: the API server takes no selector beside a range of addresses; write two peers",
    ],
    ...["192.168.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "fd00::/16"].map(
      (except): [object, string] => [
        ingress({ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", except] } }] }),
        "spec.ingress[0].from[0].ipBlock.except[1]: the API server takes here a part of cidr; write one, or remove this",
      ],
    ),
    [
      pod({}, { imagePullPolicy: "always" }),
      `spec.containers[0].imagePullPolicy: ${here} one of Always, IfNotPresent, Never; write one`,
    ],
    [
      pod({}, { livenessProbe: { httpGet: { port: 1, scheme: "https" } } }),
      `spec.containers[0].livenessProbe.httpGet.scheme: ${here} one of HTTP, HTTPS; write one`,
    ],
    [
      pod({}, { env: [{ name: "A", value: "b", valueFrom: {} }] }),
      "spec.containers[0].env[0].valueFrom: the API server takes no valueFrom beside a value; remove one",
    ],
    [pod({}, { image: 5 }), `spec.containers[0].image: ${text}`],
    [pod({}, { env: [null] }), `spec.containers[0].env[0]: ${item}`],
    [pod({}, { env: { A: "b" } }), `spec.containers[0].env: ${list}`],
    [pod({}, { env: [{ name: "A", value: 5 }] }), `spec.containers[0].env[0].value: ${text}`],
    [pod({}, { volumeMounts: { a: "/a" } }), `spec.containers[0].volumeMounts: ${list}`],
    [pod({ volumes: ["x"] }), `spec.volumes[0]: ${fields}`],
    [pod({ hostNetwork: "true" }), `spec.hostNetwork: ${here} true or false; write one of them`],
    [pod({ terminationGracePeriodSeconds: 1.5 }), `spec.terminationGracePeriodSeconds: ${number}`],
    [
      { apiVersion: "apps/v1", kind: "StatefulSet", ...glanceStatefulSet({ volumes: {} }) },
      `spec.template.spec.volumes: ${list}`,
    ],
    [
      { apiVersion: "v1", kind: "PersistentVolumeClaim", spec: { accessModes: "ReadWriteOnce" } },
      `spec.accessModes: ${list}`,
    ],
    [
      { apiVersion: "v1", kind: "PersistentVolume", spec: { accessModes: ["RWO"] } },
      `spec.accessModes[0]: ${here} one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod; write one`,
    ],
    [{ apiVersion: "v1", kind: "ConfigMap", data: { a: 5 } }, `data.a: ${text}`],
    [{ apiVersion: "v1", kind: "Secret", stringData: { a: true } }, `stringData.a: ${text}`],
    [{ apiVersion: "v1", kind: "Service", spec: { selector: "a=b" } }, `spec.selector: ${fields}`],
    [
      { apiVersion: "policy/v1", kind: "PodDisruptionBudget", spec: { selector: "x" } },
      `spec.selector: ${fields}`,
    ],
    [
      {
        apiVersion: "autoscaling/v2beta2",
        kind: "HorizontalPodAutoscaler",
        spec: { maxReplicas: "9" },
      },
      `spec.maxReplicas: ${number}`,
    ],
    [{ kind: "Service", spec: "x", metadata: {} }, `spec: ${fields}`],
  ];
  for (const [manifest, message] of refused) {
    it(`is refused: ${message.replace(/: .*/, "")} of ${JSON.stringify(manifest).slice(-60)}`, () => {
      assert.equal(mistake(manifest), message);
    });
  }

  it("may be absent or null, a quantity or a port in either form, or of a kind that is not known", () => {
    const rights = [
      policy(null),
      policy({}),
      policy({ ingress: [{ from: [{ ipBlock: { cidr: "fd00::/8", except: ["fd00::/16"] } }] }] }),
      pod({}, { env: [{ name: "A", value: "", valueFrom: { fieldRef: {} } }] }),
      policy({
        podSelector: null,
        ingress: [{ ports: [{ port: "api" }, { port: 1, endPort: 9 }] }],
      }),
      pod({}, { args: [""], env: null, resources: { limits: { cpu: 1, memory: "1Gi" } } }),
      pod({ volumes: [{ name: "a", emptyDir: { sizeLimit: 5 } }] }),
      { ...policy("x"), apiVersion: "crd.projectcalico.org/v1" },
      { apiVersion: "apps/v1", kind: "StatefulSetPatch", spec: "x" },
    ];
    for (const right of rights.slice(0, -1)) {
      assert.equal(mistake(right), undefined);
    }
    assert.match(mistake(rights.at(-1) ?? {}) ?? "", /leave out Patch/);
  });

  it("is refused when the kind has none of that name, with the one that was meant", () => {
    const unknown = (name: string, remedy: string) =>
      `the API server has no field '${name}' here; ${remedy}`;
    const correct = "correct its name or its place, or remove it";
    const long = "n".repeat(41);
    for (const [manifest, message] of [
      [policy({ egres: [{}] }), `spec.egres: ${unknown("egres", "write 'egress'")}`],
      [
        pod({}, { readinesProbe: {} }),
        `spec.containers[0].readinesProbe: ${unknown("readinesProbe", "write 'readinessProbe'")}`,
      ],
      [pod({}, { Env: [] }), `spec.containers[0].Env: ${unknown("Env", "write 'env'")}`],
      [
        { ...pod({}), spec: { container: [container] } },
        `spec.container: ${unknown("container", "write 'containers'")}`,
      ],
      [pod({ hostIP: "192.0.2.1" }), `spec.hostIP: ${unknown("hostIP", correct)}`],
      [pod({ sops: {} }), `spec.sops: ${unknown("sops", correct)}`],
      [
        { ...pod({}), metadata: { name: "p", uids: "a" } },
        `metadata.uids: ${unknown("uids", correct)}`,
      ],
      [pod({ id: 1 }), `spec.id: ${unknown("id", correct)}`],
      [pod({ container: [] }), `spec.container: ${unknown("container", correct)}`],
      [pod({ volumeMounts: [] }), `spec.volumeMounts: ${unknown("volumeMounts", correct)}`],
      [{ ...pod({}), $patch: "replace" }, `$patch: ${unknown("$patch", correct)}`],
      [
        { ...pod({}), metadata: { name: "p", lables: {}, uuid: "a" } },
        `metadata.lables: ${unknown("lables", "write 'labels'")}`,
      ],
      [
        { ...pod({}), metadata: { name: "p", [long]: "a" } },
        `metadata.${long}: the API server has no field of this name here; ${correct}`,
      ],
      [pod({ "a\nb": 1 }), `spec.a\nb: the API server has no field of this name here; ${correct}`],
    ] as const) {
      assert.equal(mistake(manifest), message);
    }
  });

  it("may be any of a version, a kind or a field that is not known, and what the cluster writes", () => {
    for (const manifest of [
      { ...policy({ x: 1 }), apiVersion: "networking.k8s.io/v9" },
      { apiVersion: "example.org/v1", kind: "StatefulSet", metadata: {}, specs: {} },
      { apiVersion: "apps.example.org/v1", kind: "Deployment", metadata: {}, spec: { size: 3 } },
      { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, sops: { version: "3.9.0" } },
      { ...pod({}), status: { x: [{}] } },
      { ...pod({}), metadata: { name: "p", managedFields: [{ fieldsV1: { "f:a": {} } }] } },
    ]) {
      assert.equal(mistake(manifest), undefined);
    }
  });

  it("is refused for another type, whichever field of whichever kind it is", () => {
    const wrong: Record<string, unknown> = { string: 5, number: "5", boolean: "true", port: true };
    for (const [type, fields] of Object.entries<Record<string, string>>(fieldTypes)) {
      const [, group = "", version = "", kind = ""] = /^(\w+)\.(\w+)\.(\w+)$/.exec(type) ?? [];
      const own = group === "networking" || group === "storage" ? `${group}.k8s.io/` : `${group}/`;
      const apiVersion = group === "core" ? version : `${own}${version}`;
      for (const [name, declared] of "kind" in fields ? Object.entries(fields) : []) {
        if (name !== "kind" && name !== "apiVersion" && declared !== "any") {
          const manifest = pod({});
          const value = wrong[declared] ?? "x";
          const { metadata, spec } = kind === "Pod" ? manifest : { metadata: {}, spec: undefined };
          assert.ok(
            mistake({ apiVersion, kind, metadata, spec, [name]: value }),
            `${type}.${name}`,
          );
        }
      }
    }
  });
});
