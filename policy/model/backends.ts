import { servingLabel } from "../../model/names";
import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import { hasLabels } from "./selector";
import type { Stack } from "./stack";
import type { Workload } from "./workload";

/** Kinds of objects by which requests come into a cluster, and where they name Services. */
const backendPaths: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ["spec.rules[].backendRefs[]"],
  Ingress: ["spec.defaultBackend.service", "spec.rules[].http.paths[].backend.service"],
  Route: ["spec.to", "spec.alternateBackends[]"],
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
  return Object.entries(backendPaths).flatMap(([kind, paths]) =>
    stack.ofKind(kind).flatMap((object) =>
      paths
        .flatMap((path) => object.manifest.all(path))
        .flatMap((backend) => {
          const field = backend.at("name");
          // An HTTPRoute may name a Service of another namespace.
          const namespace = backend.at("namespace").text ?? namespaceOf(object);
          const service = stack.find("Service", namespace, field.text);
          const set = stack.glanceApis.find(
            (one) => service && namespaceOf(one) === namespace && selectsPodsOf(service, one),
          );
          const governing = set?.manifest.at("spec", "serviceName").text;
          return set === undefined
            ? []
            : [{ object, field, isGoverning: governing === field.text }];
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
