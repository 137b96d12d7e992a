import { parseQuantity } from "../../model/quantity";
import { workloadKinds } from "../cel/admissionCheck";
import type { Field } from "../model/field";
import type { KubernetesObject } from "../model/kubernetesObject";
import { podSpecOf } from "../model/workload";
import { fieldMistakes } from "./fieldMistakes";
import type { Mistake } from "./mistake";

/** Built-in kinds that run pods. */
const podKinds: readonly string[] = workloadKinds;

/** The first mistake for which the API server takes no such object: rules read values of the wrong type as absent. */
export function mistakeOf(object: KubernetesObject): Mistake | undefined {
  return [
    kindMistakes,
    replicaMistakes,
    containerMistakes,
    quantityMistakes,
    base64Mistakes,
    fieldMistakes,
  ]
    .flatMap((mistakes) => mistakes(object))
    .at(0);
}

function kindMistakes({ manifest, isPatch }: KubernetesObject): Mistake[] {
  // The groups of Kubernetes itself have no dot, or this end.
  const isOwn = /^([^./]+\/)?[^./]+$|\.k8s\.io\//.test(manifest.at("apiVersion").text ?? "");
  return isPatch && isOwn
    ? [{ field: manifest.at("kind"), message: "Kubernetes has no such kind; leave out Patch" }]
    : [];
}

function replicaMistakes({ kind, manifest }: KubernetesObject): Mistake[] {
  const field = manifest.at("spec", "replicas");
  const { number = NaN } = field;
  const isCount = Number.isInteger(number) && number >= 0 && number < 2 ** 31;
  const message = "the API server takes no such number of replicas; write a whole number";
  return podKinds.includes(kind) && !field.isAbsent && !isCount ? [{ field, message }] : [];
}

function containerMistakes(object: KubernetesObject): Mistake[] {
  const field = podSpecOf(object).at("containers");
  return podKinds.includes(object.kind) &&
    !object.isPatch &&
    (field.isAbsent || field.isList) &&
    field.items().every((one) => one.names.length === 0)
    ? [{ field, message: "the API server takes no pods without containers; name one" }]
    : [];
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
    ...(kind === "StatefulSet" ? manifest.all("spec.volumeClaimTemplates[]") : []),
  ];
  const podSpec = podSpecOf(object);
  const containers = podKinds.includes(kind)
    ? [...podSpec.all("initContainers[]"), ...podSpec.all("containers[]")]
    : [];
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
