import { UserError } from "../model/userError";
import type { Created, Resource } from "./resources";
import { isObject, isSecret, type Properties, secret, unknown, unwrap } from "./values";

/** Kinds of the program's objects that lie in no namespace. */
const clusterScopedKinds = [
  ...["Namespace", "PersistentVolume", "StorageClass"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
];

// Paths that only a cluster can fill in, of every object and by kind.
const clusterPaths = [
  "status",
  "metadata.uid",
  "metadata.resourceVersion",
  "metadata.generation",
  "metadata.creationTimestamp",
  "metadata.managedFields",
];
const clusterPathsByKind: Readonly<Record<string, string[]>> = {
  Service: ["spec.clusterIP", "spec.clusterIPs"],
  PersistentVolumeClaim: ["spec.volumeName"],
};

/** Adds the unknown sentinel to an object wherever only a cluster can fill a value in. */
export function createKubernetes({ type, name: resourceName, inputs }: Resource): Created {
  const kind = type.split(":").at(-1) ?? "";
  const metadata = unwrap(inputs["metadata"]);
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const refuse = (what: string): never => {
    throw new UserError(`'${resourceName}' of type ${type} ${what}.`);
  };
  if (kind.endsWith("Patch")) {
    refuse("is no object of its own and cannot be rendered");
  }
  if (name === undefined) {
    refuse("must set metadata.name: another name would be made up in each deployment");
  }
  if (namespace === undefined && !clusterScopedKinds.includes(kind)) {
    refuse("must set metadata.namespace: otherwise it goes to the one that kubectl uses");
  }
  const id = [namespace, name].map(unwrap).filter((part) => typeof part === "string");
  const outputs = [...clusterPaths, ...(clusterPathsByKind[kind] ?? [])]
    .map((path) => path.split("."))
    .reduce(withUnknown, inputs);
  return { id: id.join("/"), outputs };
}

function withUnknown(properties: Properties, path: string[]): Properties {
  const [field = "", ...inner] = path;
  const given = properties[field];
  if (inner.length === 0) {
    return { ...properties, [field]: given ?? unknown };
  }
  const parent = unwrap(given ?? {});
  if (!isObject(parent)) {
    return properties;
  }
  const filled = withUnknown(parent, inner);
  return { ...properties, [field]: isSecret(given) ? secret(filled) : filled };
}
