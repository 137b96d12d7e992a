import { isBuiltIn, isClusterScoped } from "./kubernetesScopes";
import type { Created, Resource, ResourceTable } from "./resourceTable";
import { deriveBytes } from "./seed";
import {
  isObject,
  isSecret,
  type Properties,
  type PropertyValue,
  secret,
  unknown,
  unwrap,
} from "./values";

// They expand charts and files in the provider plugin.
const expandedByPlugin = /^kubernetes:(helm\.sh|yaml|kustomize)/;

// Paths that only a cluster can fill in, of every object and by kind.
const clusterPaths = [
  "status",
  "metadata.uid",
  "metadata.resourceVersion",
  "metadata.generation",
  "metadata.creationTimestamp",
  "metadata.managedFields",
];
const clusterPathsByKind: Record<string, string[]> = {
  Service: ["spec.clusterIP", "spec.clusterIPs"],
  PersistentVolumeClaim: ["spec.volumeName"],
};

/** Fills in a missing name and namespace, as the real provider does. */
export function checkKubernetes(
  resource: Resource,
  table: ResourceTable,
  seed: Buffer,
): Properties {
  const { type, name, urn, inputs } = resource;
  if (expandedByPlugin.test(type)) {
    throw new Error(`'${name}' of type ${type} needs its provider plugin.`);
  }
  if (/(Patch|List)$/.test(type)) {
    throw new Error(`'${name}' of type ${type} is no object of its own and cannot be rendered.`);
  }
  const given = unwrap(inputs["metadata"] ?? {});
  if (!isObject(given)) {
    return inputs;
  }
  if (given["generateName"] !== undefined) {
    throw new Error(`'${name}' of type ${type} must set metadata.name, not generateName.`);
  }
  const metadata = { ...given };
  if (metadata["name"] === undefined) {
    const suffix = deriveBytes(seed, { urn, purpose: "name" }, 4).toString("hex");
    metadata["name"] = `${name}-${suffix}`;
    metadata["annotations"] = withAutoname(metadata["annotations"]);
  }
  if (metadata["namespace"] === undefined && isNamespaced(resource, table)) {
    metadata["namespace"] = defaultNamespace(resource, table);
  }
  return { ...inputs, metadata: isSecret(inputs["metadata"]) ? secret(metadata) : metadata };
}

/** Adds the unknown sentinel wherever only a cluster can fill a value in. */
export function createKubernetes(resource: Resource): Created {
  const { inputs } = resource;
  const metadata = unwrap(inputs["metadata"]);
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const id = [namespace, name].map(unwrap).filter((part) => typeof part === "string");
  const kind = resource.type.split(":").at(-1) ?? "";
  const outputs = [...clusterPaths, ...(clusterPathsByKind[kind] ?? [])]
    .map((path) => path.split("."))
    .reduce(withUnknown, inputs);
  return { id: id.join("/"), outputs };
}

function isNamespaced(resource: Resource, table: ResourceTable): boolean {
  const [, apiVersion = "", kind = ""] = resource.type.split(":");
  const [group = ""] = apiVersion.split("/");
  if (isClusterScoped(group, kind)) {
    return false;
  }
  if (isBuiltIn(group)) {
    return true;
  }
  const definition = table
    .all()
    .filter(({ type }) => type.endsWith(":CustomResourceDefinition"))
    .map(({ inputs }) => inputs["spec"])
    .find((spec) => isObject(spec) && spec["group"] === group && definedKind(spec) === kind);
  if (!isObject(definition)) {
    throw new Error(
      `'${resource.name}' of type ${resource.type} must set metadata.namespace or depend on its ` +
        `CustomResourceDefinition: nothing else tells whether it is namespaced.`,
    );
  }
  return definition["scope"] === "Namespaced";
}

function definedKind(spec: Properties): PropertyValue | undefined {
  return isObject(spec["names"]) ? spec["names"]["kind"] : undefined;
}

function defaultNamespace(resource: Resource, table: ResourceTable): PropertyValue {
  const provider = resource.provider === undefined ? undefined : table.get(resource.provider);
  return provider?.inputs["namespace"] ?? "default";
}

function withAutoname(annotations: PropertyValue | undefined): PropertyValue {
  const given = unwrap(annotations);
  return { ...(isObject(given) ? given : {}), "pulumi.com/autonamed": "true" };
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
