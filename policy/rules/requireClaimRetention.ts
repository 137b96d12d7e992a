import { celList } from "../cel";
import type { Field } from "../objects/field";
import type { KubernetesObject } from "../objects/kubernetesObject";
import { glanceStatefulSets } from "../objects/staging";
import type { ObjectRule, Problem } from "../rule";

/** The fields of a retention policy, what each may be, and why. */
const demands = [
  {
    name: "whenScaled",
    values: ["Retain"],
    advice: 'must be "Retain", because a claim that goes with its pod takes staged images away',
  },
  {
    name: "whenDeleted",
    values: ["Retain", "Delete"],
    advice:
      'must be "Retain" or "Delete", because whether claims outlive their StatefulSet must not be left to a default',
  },
];

/**
 * What becomes of the claims is a decision that the manifest must show.
 */
export const requireClaimRetention: ObjectRule = {
  name: "statefulset-require-claim-retention",
  title: "Claims outlive their pods",
  description:
    "A Glance API writes out what becomes of its claims, and keeps them when it is scaled down.",
  severity: "high",
  level: "mandatory",
  why: {
    text:
      "With `whenScaled: Delete`, scaling down deletes the claims of the pods that go, and the images staged there are " +
      "lost; their imports fail for good.",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  },
  remedy:
    '`persistentVolumeClaimRetentionPolicy` with `whenScaled: "Retain"` and `whenDeleted: "Retain"`',
  scope: "object",
  judge: (object) => problemsOf(object),
  remedies: (object) =>
    problemsOf(object)
      // A value that is none must be mended by whoever knows what it was to be.
      .filter(({ field }) => field.keys.at(-1) === "whenScaled" || field.isAbsent)
      .map(({ field }) => ({ field, value: "Retain" })),
  admission: {
    kinds: ["StatefulSet"],
    limit:
      "A policy that is left out: the API server has filled in its default, `Retain`, before it judges.",
    validations: () =>
      demands.map(({ name, values, advice }) => ({
        expression:
          "!variables.isGlanceApi || " +
          `dyn(object).spec.?persistentVolumeClaimRetentionPolicy.?${name}.orValue("") in ${celList(values)}`,
        problem: `spec.persistentVolumeClaimRetentionPolicy.${name} ${advice}`,
      })),
  },
};

function problemsOf(object: KubernetesObject): Problem[] {
  return glanceStatefulSets([object]).flatMap(({ manifest, isPatch }) => {
    const isWrong = (field: Field, values: readonly string[]) =>
      field.isAbsent ? !isPatch : !values.includes(field.text ?? "");
    return demands
      .map(({ name, values, advice }) => ({
        field: manifest.at("spec", "persistentVolumeClaimRetentionPolicy", name),
        values,
        advice,
      }))
      .filter(({ field, values }) => isWrong(field, values))
      .map(({ field, advice }) => ({ field, advice }));
  });
}
