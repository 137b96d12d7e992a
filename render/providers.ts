import { UserError } from "../model/userError";
import { createKubernetes } from "./kubernetesProvider";
import { createRandom } from "./randomProvider";
import { type Created, packageOf, type Resource } from "./resources";

const providerPrefix = "pulumi:providers:";

/** What stands in for the Create of each provider. */
const providers: Readonly<Record<string, (resource: Resource, seed: Buffer) => Created>> = {
  kubernetes: createKubernetes,
  random: createRandom,
};

/** Whether a type is that of a provider. */
export function isProviderType(type: string): boolean {
  return type.startsWith(providerPrefix);
}

/** Makes a resource as its provider would, as far as this can be known without a cluster; refuses all else. */
export function create(resource: Resource, seed: Buffer): Created {
  const { type, name, inputs } = resource;
  const isProvider = isProviderType(type);
  const make = providers[isProvider ? type.slice(providerPrefix.length) : packageOf(type)];
  if (make === undefined) {
    throw new UserError(`'${name}' of type ${type} needs its provider plugin.`);
  }
  return isProvider ? { id: "offline", outputs: inputs } : make(resource, seed);
}
