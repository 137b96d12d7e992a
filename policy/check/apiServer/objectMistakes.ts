import { parseQuantity } from "../../../model/quantity";
import type { Field } from "../../model/field";
import { isOfKubernetes, type KubernetesObject } from "../../model/kubernetesObject";
import { podSpecOf } from "../../model/workload";
import { fieldMistakes, unknownFields } from "./fieldMistakes";
import type { Mistake } from "./mistake";
import { containerMistakes, containersOf, isOfPods, podMistakes } from "./podMistakes";

/** The first mistake for which the API server takes no such object: rules read values of the wrong type as absent. */
export function mistakeOf(object: KubernetesObject): Mistake | undefined {
  return [
    kindMistakes,
    replicaMistakes,
    unknownFields,
    containerMistakes,
    quantityMistakes,
    base64Mistakes,
    fieldMistakes,
    podMistakes,
  ]
    .flatMap((mistakes) => mistakes(object))
    .at(0);
}

function kindMistakes(object: KubernetesObject): Mistake[] {
  const field = object.manifest.at("kind");
  return field.text?.endsWith("Patch") === true && isOfKubernetes(object)
    ? [{ field, message: "Kubernetes has no such kind; leave out Patch" }]
    : [];
}

function replicaMistakes(object: KubernetesObject): Mistake[] {
  const field = object.manifest.at("spec", "replicas");
  const { number = NaN } = field;
  const isCount = Number.isInteger(number) && number >= 0 && number < 2 ** 31;
  const message = "the API server takes no such number of replicas; write a whole number";
  return isOfPods(object) && !field.isAbsent && !isCount ? [{ field, message }] : [];
}

function quantityMistakes(object: KubernetesObject): Mistake[] {
  return quantitiesOf(object)
    .filter((field) => !field.isAbsent && !isQuantity(field))
    .map((field) => ({
      field,
      message: "the API server takes no such quantity; write one such as 10Gi",
    }));
}

/** Sizes of volumes, and what claims and containers ask for. */
function quantitiesOf(object: KubernetesObject): Field[] {
  const { kind, manifest } = object;
  if (kind === "PersistentVolume") {
    return fieldsOf(manifest.at("spec", "capacity"));
  }
  const claims = [
    ...(kind === "PersistentVolumeClaim" ? [manifest] : []),
    ...(kind === "StatefulSet" ? manifest.at("spec", "volumeClaimTemplates").items() : []),
  ];
  const containers = isOfPods(object) ? containersOf(podSpecOf(object)) : [];
  return [...claims.map((claim) => claim.at("spec")), ...containers].flatMap((owner) =>
    ["requests", "limits"].flatMap((name) => fieldsOf(owner.at("resources", name))),
  );
}

function fieldsOf(field: Field): Field[] {
  return field.names.map((name) => field.at(name));
}

function isQuantity({ text, number }: Field): boolean {
  return (number ?? parseQuantity(text ?? "") ?? -1) >= 0;
}

const encodedFields: ReadonlyMap<string, string> = new Map([
  ["Secret", "data"],
  ["ConfigMap", "binaryData"],
]);

function base64Mistakes({ kind, manifest }: KubernetesObject): Mistake[] {
  const encoded = encodedFields.get(kind);
  return encoded === undefined
    ? []
    : fieldsOf(manifest.at(encoded))
        .filter((field) => !field.isAbsent && !isBase64(field.text))
        .map((field) => ({ field, message: "this is not base64; encode it" }));
}

/** As Go's decoder, which leaves out line breaks. */
function isBase64(text: string | undefined): boolean {
  const code = text?.replace(/[\r\n]/g, "") ?? "?";
  return code.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(code);
}
