import { configurationFiles, unseenSources } from "./configurationFiles";
import { bringsConfiguration, configurationSearch, type Search } from "./configurationSearch";
import { environmentIn } from "./environment";
import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import { remembered } from "./remembered";
import type { Stack } from "./stack";
import { servingContainersOf } from "./staging";
import type { Workload } from "./workload";

/** A workload, and where it has configuration that no object holds. */
export interface UnseenConfiguration {
  object: KubernetesObject;
  field: Field;
  /** What holds it, for messages. */
  sources: string[];
}

/** The workloads that run Glance with configuration which is not among the objects. */
export const unseenConfigurations = remembered((stack: Stack): readonly UnseenConfiguration[] =>
  stack.glanceWorkloads.flatMap((workload) => {
    const sourceOf = unseenSources(workload, stack);
    const filesOf = configurationFiles(workload, stack);
    const unseen = servingContainersOf(workload).flatMap((container) => {
      const search = configurationSearch(container, environmentIn(workload, container, stack));
      const found = [
        ...unseenMounts(container, search, sourceOf),
        ...unseenVariables(workload, container, stack),
      ];
      const hasFile = filesOf(container).some(({ path }) => search(path) !== undefined);
      return found.length > 0 || hasFile
        ? found
        : [{ field: container.at("volumeMounts"), source: "files of its image" }];
    });
    const sources = [...new Set(unseen.map(({ source }) => source))];
    return unseen.slice(0, 1).map(({ field }) => ({ object: workload, field, sources }));
  }),
);

/** Where a container has configuration that no object holds, and what holds it. */
interface Unseen {
  field: Field;
  source: string;
}

function unseenMounts(
  container: Field,
  search: Search,
  sourceOf: (volumeName: string | undefined) => string | undefined,
): Unseen[] {
  return container
    .all("volumeMounts[]")
    .filter((mount) => bringsConfiguration(mount.at("mountPath").text ?? "", search))
    .flatMap((field) => {
      const source = sourceOf(field.at("name").text);
      return source === undefined ? [] : [{ field, source }];
    });
}

function unseenVariables(workload: Workload, container: Field, stack: Stack): Unseen[] {
  return container
    .all("envFrom[]")
    .flatMap((entry) => [
      { kind: "ConfigMap", field: entry.at("configMapRef") },
      { kind: "Secret", field: entry.at("secretRef") },
    ])
    .filter(({ field }) => !field.isAbsent)
    .map(({ kind, field }) => ({ kind, field, name: field.at("name").text ?? "" }))
    .filter(({ kind, name }) => stack.find(kind, namespaceOf(workload), name) === undefined)
    .map(({ kind, field, name }) => ({ field, source: `${kind} '${name}'` }));
}
