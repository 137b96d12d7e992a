import { UserError } from "../model/userError";
import type { Properties } from "./values";

/** What a provider makes of the inputs of a resource. */
export interface Created {
  id: string;
  outputs: Properties;
}

/** A resource as the program registered it. */
export interface Resource {
  urn: string;
  type: string;
  name: string;
  /** Whether a provider makes it; false for components and the stack. */
  custom: boolean;
  /** URN of the parent; undefined for the stack. */
  parent: string | undefined;
  /** URN of the provider; undefined for components and providers. */
  provider: string | undefined;
  /** What the provider calls it; empty for components and the stack. */
  id: string;
  /** What the cluster would get. */
  inputs: Properties;
  /** Inputs plus what the provider adds. */
  outputs: Properties;
  /** URNs that the program made it wait for; components are already expanded to their children. */
  dependencies: string[];
  protect: boolean;
  retainOnDelete: boolean;
}

/** A resource of which only the identity is known. */
export function bareResource(urn: string, type: string, name: string): Resource {
  return {
    urn,
    type,
    name,
    custom: false,
    parent: undefined,
    provider: undefined,
    id: "",
    inputs: {},
    outputs: {},
    dependencies: [],
    protect: false,
    retainOnDelete: false,
  };
}

/** Builds the URN that the engine gives a resource. */
export function resourceUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent?.split("::")[2] ?? "";
  const prefix = parentType === "" || parentType === "pulumi:pulumi:Stack" ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** Name of the package that a type belongs to, `kubernetes` for `kubernetes:core/v1:Secret`. */
export function packageOf(type: string): string {
  return type.split(":")[0] ?? type;
}

/** Whether a resource is an object of a Kubernetes cluster. */
export function isKubernetesObject({ custom, type }: Resource): boolean {
  return custom && packageOf(type) === "kubernetes";
}

/** All resources of a run, by URN. */
export class ResourceTable {
  private readonly resources = new Map<string, Resource>();

  /** Enters a resource; refuses a URN that is taken. */
  add(resource: Resource): void {
    if (this.resources.has(resource.urn)) {
      throw new UserError(`Duplicate resource URN '${resource.urn}'; try giving it a unique name.`);
    }
    this.resources.set(resource.urn, resource);
  }

  /** The resource of a URN; refuses one that was never registered. */
  get(urn: string): Resource {
    const resource = this.resources.get(urn);
    if (resource === undefined) {
      throw new UserError(`The resource '${urn}' was never registered.`);
    }
    return resource;
  }

  /** All resources, ordered by URN: the order of registration differs from run to run. */
  all(): Resource[] {
    return [...this.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  }
}
