import { servingLabel } from "../../model/names";
import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import { hasLabels } from "./selector";
import type { Stack } from "./stack";
import type { Workload } from "./workload";

/** Kinds of objects by which requests come into a cluster, and where they name Services. */
const backendPaths: Readonly<Record<string, (manifest: Field) => Field[]>> = {
  HTTPRoute: (manifest) =>
    manifest
      .at("spec", "rules")
      .items()
      .flatMap((rule) => rule.at("backendRefs").items()),
  Ingress: (manifest) => [
    manifest.at("spec", "defaultBackend", "service"),
    ...manifest
      .at("spec", "rules")
      .items()
      .flatMap((rule) => rule.at("http", "paths").items())
      .map((path) => path.at("backend", "service")),
  ],
  Route: (manifest) => [
    manifest.at("spec", "to"),
    ...manifest.at("spec", "alternateBackends").items(),
  ],
};

/** A Service with Glance pods behind an object by which requests come in. */
export interface GlanceBackend {
  object: KubernetesObject;
  /** Where the object names the Service. */
  field: Field;
  /** Whether it is the headless Service, by which the pods find each other. */
  isGoverning: boolean;
}

/** The Services with Glance pods that objects of a stack let requests in to. */
export function glanceBackends(stack: Stack): GlanceBackend[] {
  return Object.entries(backendPaths).flatMap(([kind, backendsOf]) =>
    stack.ofKind(kind).flatMap((object) =>
      backendsOf(object.manifest).flatMap((backend) => {
        const field = backend.at("name");
        // An HTTPRoute may name a Service of another namespace.
        const namespace = backend.at("namespace").text ?? namespaceOf(object);
        const service = stack.find("Service", namespace, field.text);
        return service === undefined
          ? []
          : stack.glanceApis
              .filter((set) => namespaceOf(set) === namespace && selectsPodsOf(service, set))
              .map((set) => ({
                object,
                field,
                isGoverning: set.manifest.at("spec", "serviceName").text === field.text,
              }))
              .slice(0, 1);
      }),
    ),
  );
}

function selectsPodsOf({ manifest }: KubernetesObject, set: Workload): boolean {
  const selector = manifest.at("spec", "selector");
  // Of these pods, the ones that are drained.
  const names = selector.names.filter((name) => name !== servingLabel);
  return selector.names.length > 0 && hasLabels(set, selector, names);
}
