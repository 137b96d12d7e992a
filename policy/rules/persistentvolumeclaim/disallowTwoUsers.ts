import { isForStaging, stagingClassesSchema, type StagingClasses } from "../../control/stagingSpec";
import { nameOf, namespaceOf } from "../../model/kubernetesObject";
import type { Stack } from "../../model/stack";
import type { ObjectViolation, StackRule } from "../../rule";

const templateMessage =
  "must differ so that the claims of the two APIs have different names: they are <template>-<set>-<ordinal>";
const volumeMessage =
  "must name a claim that no other volume is reserved for, because the claim takes one of them and the other stays unused";

/** Internal and external API each stage on claims of their own. */
export const disallowTwoUsers: StackRule<StagingClasses> = {
  name: "persistentvolumeclaim-disallow-two-users",
  title: "No claim has two users",
  description:
    "Two Glance APIs share no staging claim, and a claim has one volume reserved for it.",
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

/** The violations of entries whose key has occurred before. */
function repeated(
  entries: readonly { key: string; violation: ObjectViolation }[],
): ObjectViolation[] {
  const seen = new Set<string>();
  return entries
    .filter(({ key }) => seen.size === seen.add(key).size)
    .map(({ violation }) => violation);
}
