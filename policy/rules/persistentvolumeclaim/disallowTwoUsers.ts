import { posix } from "node:path";

import { accessModesMessage, privateVolume } from "../../control/privateStorage";
import { isForStaging, stagingClassesSchema, type StagingClasses } from "../../control/stagingSpec";
import {
  type KubernetesObject,
  nameOf,
  namespaceOf,
  shareNamespace,
} from "../../model/kubernetesObject";
import { isLocal, pathOf } from "../../model/localVolume";
import type { Stack } from "../../model/stack";
import { isStagingClaimOf } from "../../model/stagingClaims";
import { isStagingName } from "../../model/stagingNames";
import { type Workload, workloadOf } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const templateMessage =
  "must differ so that the claims of the two APIs have different names: they are <template>-<set>-<ordinal>";
const volumeMessage =
  "must name a claim that no other volume is reserved for, because the claim takes one of them and the other stays unused";
const userMessage =
  "must not be the staging claim of a Glance API, because another user can take away what is staged there";

const directoryMessage =
  "must not be the directory of a staging volume, because another user can take away what is staged there";

/** Internal and external API each stage on claims of their own. */
export const disallowTwoUsers: StackRule<StagingClasses> = {
  name: "persistentvolumeclaim-disallow-two-users",
  title: "No claim has two users",
  description:
    "A staging claim belongs to one pod of one Glance API, and has one volume reserved for it.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Kubernetes puts the name of a claim together from template, set and ordinal, so that two sets can mean the same " +
    "claim without saying so; their pods then stage on one volume, and the second one may never start.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage",
  remedy: "names of which none begins with another and `-`; one `claimRef` for each claim",
  settings: { stagingClasses: stagingClassesSchema },
  scope: "stack",
  validate: (stack, { stagingClasses }) => [
    ...templatesOfTwo(stack),
    ...reservationsOfTwo(stack, stagingClasses),
    ...otherUsers(stack),
    ...directoryUsers(stack, stagingClasses),
    ...sharedClaims(stack),
  ],
  admissionLimit: "The StatefulSets, and the volumes, are several objects.",
};

function templatesOfTwo({ glanceApis }: Stack): ObjectViolation[] {
  return repeated(
    glanceApis.flatMap((set) =>
      set.claimTemplates.map((template) => {
        const field = template.at("metadata", "name");
        const key = `${namespaceOf(set)}/${field.text ?? ""}-${nameOf(set)}`;
        return { key, violation: { object: set, field, message: templateMessage } };
      }),
    ),
  );
}

function reservationsOfTwo(stack: Stack, stagingClasses: readonly string[]): ObjectViolation[] {
  return repeated(
    stack
      .ofKind("PersistentVolume")
      .map((object) => ({ object, claim: object.manifest.at("spec", "claimRef") }))
      .filter(({ object, claim }) => !claim.isAbsent && isForStaging(object, stagingClasses))
      .map(({ object, claim }) => ({
        key: `${claim.at("namespace").text ?? ""}/${claim.at("name").text ?? ""}`,
        violation: { object, field: claim, message: volumeMessage },
      })),
  );
}

/** Workloads beside the Glance APIs that mount a claim which one of these makes. */
function otherUsers({ objects, glanceApis }: Stack): ObjectViolation[] {
  return objects.flatMap((object) =>
    (workloadOf(object)?.volumes ?? [])
      .map((volume) => volume.at("persistentVolumeClaim", "claimName"))
      .filter(({ text }) => text !== undefined && isOfSets(glanceApis, object, text))
      .map((field) => ({ object, field, message: userMessage })),
  );
}

/** Workloads that reach into the directory of a staging volume past its claim. Who mounts one above it may have to. */
function directoryUsers(stack: Stack, stagingClasses: readonly string[]): ObjectViolation[] {
  const directories = stack
    .ofKind("PersistentVolume")
    .filter((volume) => isLocal(volume) && isForStaging(volume, stagingClasses))
    .map(pathOf);
  return directories.length === 0
    ? []
    : stack.objects.flatMap((object) =>
        (workloadOf(object)?.volumes ?? [])
          .map((volume) => volume.at("hostPath", "path"))
          .filter(({ text }) => text !== undefined && isBelow(directories, text))
          .map((field) => ({ object, field, message: directoryMessage })),
      );
}

function isBelow(directories: readonly string[], path: string): boolean {
  const full = `${posix.resolve("/", path)}/`;
  return directories.some((directory) => full.startsWith(`${directory}/`));
}

/** Claims that a StatefulSet adopts, since they have the names of its own. Others are judged by their name alone. */
function sharedClaims(stack: Stack): ObjectViolation[] {
  return stack
    .ofKind("PersistentVolumeClaim")
    .filter((claim) => !isStagingName(nameOf(claim)))
    .filter((claim) => isOfSets(stack.glanceApis, claim, nameOf(claim)))
    .map((object) => ({ object, spec: object.manifest.at("spec") }))
    .filter(({ object: { isPatch }, spec }) => {
      const modes = spec.at("accessModes");
      return modes.isAbsent ? !isPatch : !privateVolume.isMet(modes, { place: spec, isPatch });
    })
    .map(({ object, spec }) => ({
      object,
      field: spec.at("accessModes"),
      message: accessModesMessage,
    }));
}

function isOfSets(sets: readonly Workload[], object: KubernetesObject, claim: string): boolean {
  return sets.some((set) => shareNamespace(set, object) && isStagingClaimOf(set, claim));
}

/** The violations of entries whose key has occurred before. */
function repeated(
  entries: readonly { key: string; violation: ObjectViolation }[],
): ObjectViolation[] {
  const seen = new Set<string>();
  return entries
    .filter(({ key }) => seen.size === seen.add(key).size)
    .map(({ violation }) => violation);
}
