import assert from "node:assert/strict";

import { mistakeOf } from "../../../../policy/check/apiServer/objectMistakes";
import { objectsOfDocument } from "../../../../policy/model/kubernetesObject";
import { glanceApi, workload } from "../../fixtures/manifests";

/** What is wrong with an object, and where. */
function mistake(manifest: object): string | undefined {
  const [object] = objectsOfDocument(manifest, "f.yaml");
  assert.ok(object);
  const { field, message } = mistakeOf(object) ?? {};
  return field === undefined ? undefined : `${field.path}: ${message}`;
}

const pod = "spec.template.spec";
const container = `${pod}.containers[0]`;

describe("pods that are not made, or never start", () => {
  const api = (path: string, value: unknown) => glanceApi({ [path]: value });
  const volume = { name: "v", emptyDir: {} };
  const ends = "the API server takes no pods of a StatefulSet that end by themselves; remove this";
  const request = "the API server takes no request above its limit; write less, or a higher limit";
  const refused: [manifest: object, message: string][] = [
    [
      api(`${container}.volumeMounts[1]`, { name: "config", mountPath: "/etc/glance" }),
      `${container}.volumeMounts[1].name: the pod has no such volume, and never starts; write the name of one`,
    ],
    [
      api("spec.volumeClaimTemplates[0].metadata.name", "glanc"),
      `${container}.volumeMounts[0].name: the pod has no such volume, and never starts; write the name of one`,
    ],
    [
      api("spec.selector.matchLabels", { app: "glance" }),
      "spec.selector: the API server takes no selector without the labels of the pods; write them",
    ],
    [api(`${pod}.restartPolicy`, "Never"), `${pod}.restartPolicy: ${ends}`],
    [api(`${pod}.activeDeadlineSeconds`, 3600), `${pod}.activeDeadlineSeconds: ${ends}`],
    [
      workload("Job", { restartPolicy: "Always" }),
      `${pod}.restartPolicy: the API server takes a Job with OnFailure or Never; write one`,
    ],
    [
      api(`${pod}.initContainers`, [{ name: "glance-api", image: "i" }]),
      `${container}.name: the API server takes each name once here; write another`,
    ],
    [
      api(`${pod}.volumes`, [volume, volume]),
      `${pod}.volumes[1].name: the API server takes each name once here; write another`,
    ],
    [
      api(`${container}.volumeMounts[1]`, { name: "glance", mountPath: "/var/lib/glance" }),
      `${container}.volumeMounts[1].mountPath: the API server takes each mountPath once here; write another`,
    ],
    [
      api(`${container}.resources`, { requests: { memory: "2Gi" }, limits: { memory: "2G" } }),
      `${container}.resources.requests.memory: ${request}`,
    ],
    [
      api(`${container}.resources`, { requests: { cpu: 1 }, limits: { cpu: "500m" } }),
      `${container}.resources.requests.cpu: ${request}`,
    ],
  ];
  for (const [manifest, message] of refused) {
    it(`are refused for ${message}`, () => {
      assert.equal(mistake(manifest), message);
    });
  }

  it("are not those of right ones", () => {
    for (const right of [
      glanceApi(),
      // The claim takes the place of a volume of the same name.
      api(`${pod}.volumes`, [{ name: "glance", emptyDir: {} }]),
      api(`${pod}.restartPolicy`, "Always"),
      api(`${container}.resources`, {
        requests: { memory: "2G", cpu: 1 },
        limits: { memory: "2Gi" },
      }),
      api("spec.selector", {
        matchExpressions: [{ key: "app.kubernetes.io/name", operator: "Exists" }],
      }),
      ...["Deployment", "Job", "CronJob", "Pod", "ReplicationController"].map((kind) =>
        workload(kind),
      ),
      workload("Pod", { restartPolicy: "Never", activeDeadlineSeconds: 60 }),
    ]) {
      assert.equal(mistake(right), undefined, JSON.stringify(right));
    }
  });

  it("are those of built-in kinds alone", () => {
    for (const kind of ["Job", "StatefulSet", "Deployment"]) {
      const spec = { tasks: [], replicas: "{{ n }}" };
      assert.equal(mistake({ apiVersion: "batch.volcano.sh/v1alpha1", kind, spec }), undefined);
    }
  });
});
