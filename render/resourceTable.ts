import type { Properties } from "./values";

/** What a provider makes of checked inputs. */
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
  /** Checked and remediated: what the cluster would get. */
  inputs: Properties;
  /** Inputs plus what the provider adds. */
  outputs: Properties;
  /** URNs that the program made it wait for; components are already expanded to their children. */
  dependencies: string[];
  /** URNs that the value of each input comes from. */
  propertyDependencies: Record<string, string[]>;
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  additionalSecretOutputs: string[];
  aliases: string[];
  /** Seconds; zero for the provider's default. */
  customTimeouts: { create: number; update: number; delete: number };
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
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: { create: 0, update: 0, delete: 0 },
  };
}

/** All resources of a run, by URN. */
export class ResourceTable {
  private readonly resources = new Map<string, Resource>();

  /** Enters a resource; refuses a URN that is taken. */
  add(resource: Resource): void {
    if (this.resources.has(resource.urn)) {
      throw new Error(`Duplicate resource URN '${resource.urn}'; try giving it a unique name.`);
    }
    this.resources.set(resource.urn, resource);
  }

  /** The resource of a URN; refuses one that was never registered. */
  get(urn: string): Resource {
    const resource = this.resources.get(urn);
    if (resource === undefined) {
      throw new Error(`The resource '${urn}' was never registered.`);
    }
    return resource;
  }

  /** The resource of a URN, if it is registered. */
  find(urn: string): Resource | undefined {
    return this.resources.get(urn);
  }

  /** All resources, ordered by URN: the order of registration differs from run to run. */
  all(): Resource[] {
    return [...this.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  }
}
