import { celList } from "../../cel";
import type { Field } from "../../model/field";
import type { KubernetesObject } from "../../model/kubernetesObject";
import { glanceStatefulSets } from "../../model/staging";
import type { ObjectRule, Violation } from "../../rule";

/** The fields of a retention policy, what each may be, and why. */
const demands = [
  {
    name: "whenScaled",
    values: ["Retain"],
    message: 'must be "Retain", because a claim that goes with its pod takes staged images away',
  },
  {
    name: "whenDeleted",
    values: ["Retain", "Delete"],
    message:
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
  rationale: {
    text:
      "With `whenScaled: Delete`, scaling down deletes the claims of the pods that go, and the images staged there are " +
      "lost; their imports fail for good.",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  },
  remedy:
    '`persistentVolumeClaimRetentionPolicy` with `whenScaled: "Retain"` and `whenDeleted: "Retain"`',
  scope: "object",
  validate: (object) => violationsOf(object),
  remediate: (object) =>
    violationsOf(object)
      // A value that is none must be corrected by whoever knows what it was to be.
      .filter(({ field }) => field.keys.at(-1) === "whenScaled" || field.isAbsent)
      .map(({ field }) => ({ field, value: "Retain" })),
  admission: {
    kinds: ["StatefulSet"],
    validations: () =>
      demands.map(({ name, values, message }) => ({
        expression:
          "!variables.isGlanceApi || " +
          `dyn(object).spec.?persistentVolumeClaimRetentionPolicy.?${name}.orValue("") in ${celList(values)}`,
        message: `spec.persistentVolumeClaimRetentionPolicy.${name} ${message}`,
      })),
  },
  admissionLimit:
    "A policy that is left out: the API server has filled in its default, `Retain`, before it validates.",
};

function violationsOf(object: KubernetesObject): Violation[] {
  return glanceStatefulSets([object]).flatMap(({ manifest, isPatch }) => {
    const isWrong = (field: Field, values: readonly string[]) =>
      field.isAbsent ? !isPatch : !values.includes(field.text ?? "");
    return demands
      .map(({ name, values, message }) => ({
        field: manifest.at("spec", "persistentVolumeClaimRetentionPolicy", name),
        values,
        message,
      }))
      .filter(({ field, values }) => isWrong(field, values))
      .map(({ field, message }) => ({ field, message }));
  });
}
