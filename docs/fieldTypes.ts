import { readFileSync } from "node:fs";

/** Built-in kinds whose manifests the rules of the policy pack read. */
const kinds =
  /^(core|apps|batch|networking|policy|autoscaling|storage)\.v[12]\.(ConfigMap|CronJob|DaemonSet|Deployment|HorizontalPodAutoscaler|Ingress|Job|Namespace|NetworkPolicy|PersistentVolume|PersistentVolumeClaim|Pod|PodDisruptionBudget|ReplicaSet|ReplicationController|Secret|Service|ServiceAccount|StatefulSet|StorageClass)$/;

/** Fields that hold a quantity, which may be a number, too: the SDK calls them texts. */
const quantities =
  /\.(limits|requests|capacity|sizeLimit|divisor|overhead|allocatedResources|averageValue|tolerance)$|MetricTarget\.value$/;

/** The type of what no rule reads, or may hold anything. */
const anything = "any";

type Types = Record<string, Record<string, string>>;

/** The types of the fields of built-in kinds, as the SDK of Pulumi declares them from Kubernetes' own schema: JSON, a type a line. */
export function fieldTypesText(): string {
  const declarations = require.resolve("@pulumi/kubernetes/types/input.d.ts");
  const types = declaredTypes(readFileSync(declarations, "utf8"));
  // Of what the cluster writes itself, rules read that of volumes alone.
  for (const [name, fields] of Object.entries(types)) {
    if ("kind" in fields && "status" in fields && name !== "core.v1.PersistentVolume") {
      fields["status"] = anything;
    }
  }
  const needed = new Set(Object.keys(types).filter((name) => kinds.test(name)));
  for (const name of needed) {
    Object.values(types[name] ?? {})
      .map((type) => type.replaceAll(/[[\]{}]/g, ""))
      .filter((type) => type in types)
      .forEach((type) => needed.add(type));
  }
  const lines = [...needed].sort().map((name) => `"${name}":${JSON.stringify(types[name])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function declaredTypes(text: string): Types {
  const types: Types = {};
  let [group, version, name] = ["", "", ""];
  for (const line of text.replaceAll(/\{\n\s+(\[key: string\].*)\n\s+\}/g, "{ $1 }").split("\n")) {
    const [, ownGroup] = /^export declare namespace (\w+) \{/.exec(line) ?? [];
    const [, ownVersion] = /^ {4}namespace (\w+) \{/.exec(line) ?? [];
    const [, type] = /^ {8}interface (\w+) \{/.exec(line) ?? [];
    const [, field, declared] = /^ {12}"?([\w$]+)"?\??: (.*);$/.exec(line) ?? [];
    group = ownGroup ?? group;
    version = ownVersion ?? version;
    if (type !== undefined) {
      name = `${group}.${version}.${type}`;
      types[name] = {};
    } else if (field !== undefined && declared !== undefined) {
      const known = typeOf(
        declared.replaceAll(/pulumi\.Input<| \| (undefined|enums\.[\w.]+)|>|inputs\./g, ""),
      );
      const fields = types[name];
      if (fields !== undefined) {
        const isQuantity = quantities.test(`${name}.${field}`);
        fields[field] = isQuantity ? known.replace("string", "quantity") : known;
      }
    }
  }
  return types;
}

/** The type of a field. */
function typeOf(declared: string): string {
  const [, item] = /^([\w.]+)\[\]$/.exec(declared) ?? [];
  const [, value] = /^\{ \[key: string\]: ([\w.]+); \}$/.exec(declared) ?? [];
  if (item !== undefined || value !== undefined) {
    const inner = typeOf(item ?? value ?? "");
    return item === undefined ? `{${inner}}` : `[${inner}]`;
  }
  return declared === "number | string"
    ? "port"
    : /^".*"$/.test(declared)
      ? "string"
      : (/^(string|number|boolean|\w+\.\w+\.\w+)$/.exec(declared)?.[0] ?? anything);
}
