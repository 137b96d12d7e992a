import { isKubernetesObject, type Resource, type ResourceTable } from "./resources";

/**
 * URNs of the nearest Kubernetes objects that each Kubernetes object must wait for, sorted.
 * What lies between (components, providers, random values) is resolved: a resource waits for whatever
 * its parents, its provider and its dependencies wait for.
 */
export function kubernetesDependencies(table: ResourceTable): Map<string, string[]> {
  const resolved = new Map<string, Set<string>>();

  const waitsFor = (resource: Resource): Set<string> => {
    const known = resolved.get(resource.urn);
    if (known !== undefined) {
      return known;
    }
    const urns = new Set<string>();
    // Entered before it is complete, so that a cycle ends here.
    resolved.set(resource.urn, urns);
    for (const urn of directDependencies(resource)) {
      const dependency = table.get(urn);
      if (isKubernetesObject(dependency)) {
        urns.add(urn);
      } else {
        waitsFor(dependency).forEach((nearest) => urns.add(nearest));
      }
    }
    return urns;
  };

  const objects = table.all().filter(isKubernetesObject);
  return new Map(objects.map((resource) => [resource.urn, [...waitsFor(resource)].sort()]));
}

function directDependencies(resource: Resource): string[] {
  const { dependencies, parent, provider } = resource;
  return [...dependencies, parent, provider].filter((urn) => urn !== undefined);
}
