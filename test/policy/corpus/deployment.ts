import { configuration, configuredApi } from "../fixtures/configurations";
import { changed, type Manifest } from "../fixtures/fixture";
import {
  disruptionBudget,
  headlessService,
  localVolume,
  storageClass,
} from "../fixtures/manifests";

import { stringify } from "yaml";

/** A file with all objects of a deployment, and what is different in it. */
export interface Input {
  title: string;
  text: string;
}

const claimOf = (ordinal: number) => ({
  namespace: "fixtures",
  name: `glance-glance-single-api-${ordinal}`,
});
const volume = (ordinal: number) =>
  localVolume({
    "metadata.name": `local-storage01-n${ordinal}`,
    "spec.claimRef": claimOf(ordinal),
    "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": `n${ordinal}`,
  });

/** The objects of a deployment that every rule accepts. */
const deployment = {
  set: configuredApi(),
  config: configuration(),
  service: headlessService(),
  budget: disruptionBudget(),
  storageClass: storageClass(),
  volume0: volume(0),
  volume1: volume(1),
  volume2: volume(2),
} as const;
type Part = keyof typeof deployment;

/** Changes of the objects, each by paths as `changed` takes them; undefined leaves the object out. */
export type Changes = Partial<Record<Part | "volumes", Record<string, unknown> | undefined>>;

/** The objects of a deployment with changes, and further ones. */
export function objects(changes: Changes = {}, ...further: Manifest[]): Manifest[] {
  const parts = Object.entries(deployment).flatMap(([part, manifest]) => {
    const own = part in changes ? changes[part as Part] : {};
    const all = part.startsWith("volume") && "volumes" in changes ? changes.volumes : {};
    return own === undefined || all === undefined ? [] : [changed(changed(manifest, all), own)];
  });
  return [...parts, ...further];
}

/** A deployment with changes, as a file. */
export function input(title: string, changes: Changes, ...further: Manifest[]): Input {
  return { title, text: asFile(objects(changes, ...further)) };
}

/** A deployment in whose text one place is replaced. */
export function rewritten(title: string, from: string | RegExp, to: string): Input {
  const text = asFile(objects());
  const changed = text.replace(from, to);
  if (changed === text) {
    throw new Error(`${title}: there is no ${String(from)} in the deployment`);
  }
  return { title, text: changed };
}

/** Objects as a file of several documents. */
export function asFile(manifests: readonly object[]): string {
  return manifests
    .map((manifest) => `---\n${stringify(manifest, { aliasDuplicateObjects: false })}`)
    .join("");
}

/** Where the pods and their first container are specified. */
export const pod = "spec.template.spec";
export const container = `${pod}.containers[0]`;
export const claim = "spec.volumeClaimTemplates[0].spec";

/** An object of the namespace of the deployment. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Record<string, unknown> = {},
): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: "fixtures" }, ...fields };
}

/** An object without a namespace. */
export function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Record<string, unknown> = {},
): Manifest {
  return { apiVersion, kind, metadata: { name }, ...fields };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
