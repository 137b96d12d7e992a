import { UserError } from "../model/userError";

/** What `waves` needs to know of a resource. */
export interface Ordered {
  urn: string;
  /** URNs of the resources that it must wait for. */
  dependencies: string[];
  manifest: { kind?: unknown };
}

const foundationKinds: unknown[] = ["Namespace", "CustomResourceDefinition"];

/**
 * Groups resources so that each group needs only earlier ones: by longest dependency path, in a group
 * by URN. Namespaces and custom resource definitions come before everything else, because naming one
 * in a plain string is no dependency.
 */
export function waves<T extends Ordered>(resources: readonly T[]): T[][] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const foundation = resources.filter((resource) => isFoundation(resource, byUrn));
  const others = resources.filter((resource) => !foundation.includes(resource));
  return [...layers(foundation), ...layers(others)];
}

function isFoundation(resource: Ordered, byUrn: Map<string, Ordered>): boolean {
  return (
    foundationKinds.includes(resource.manifest.kind) &&
    resource.dependencies.every((urn) => {
      const dependency = byUrn.get(urn);
      return dependency === undefined || isFoundation(dependency, byUrn);
    })
  );
}

function layers<T extends Ordered>(resources: readonly T[]): T[][] {
  const result: T[][] = [];
  let waiting = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  while (waiting.length > 0) {
    const open = new Set(waiting.map(({ urn }) => urn));
    const ready = waiting.filter(({ dependencies }) => !dependencies.some((urn) => open.has(urn)));
    if (ready.length === 0) {
      throw new UserError(`These resources wait for each other: ${[...open].join(", ")}.`);
    }
    result.push(ready);
    waiting = waiting.filter((resource) => !ready.includes(resource));
  }
  return result;
}
