import { checkKubernetes, createKubernetes } from "./kubernetesProvider";
import { createRandom } from "./randomProvider";
import type { Created, Resource, ResourceTable } from "./resourceTable";
import { deriveBytes } from "./seed";
import { packageOf } from "./urn";
import type { Properties } from "./values";

const providerPrefix = "pulumi:providers:";
const supported = ["kubernetes", "random"];

/** The type of the provider of a package. */
export function providerType(packageName: string): string {
  return `${providerPrefix}${packageName}`;
}

/** Whether a type is that of a provider. */
export function isProviderType(type: string): boolean {
  return type.startsWith(providerPrefix);
}

/** Refuses a type whose provider has no stand-in. */
export function refuseForeignType(type: string, name: string): void {
  const packageName = isProviderType(type) ? type.slice(providerPrefix.length) : packageOf(type);
  if (!supported.includes(packageName)) {
    throw new Error(`'${name}' of type ${type} needs its provider plugin.`);
  }
}

/** Stands in for a provider's Check: the inputs with the provider's defaults filled in. */
export function check(resource: Resource, table: ResourceTable, seed: Buffer): Properties {
  return packageOf(resource.type) === "kubernetes"
    ? checkKubernetes(resource, table, seed)
    : resource.inputs;
}

/** Stands in for a provider's Create: the id and the outputs. */
export function create(resource: Resource, seed: Buffer): Created {
  if (isProviderType(resource.type)) {
    const id = deriveBytes(seed, { urn: resource.urn, purpose: "id" }, 16).toString("hex");
    return { id, outputs: resource.inputs };
  }
  return packageOf(resource.type) === "kubernetes"
    ? createKubernetes(resource)
    : createRandom(resource, seed);
}
