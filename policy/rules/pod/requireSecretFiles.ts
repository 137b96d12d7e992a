import { workloadKinds } from "../../admission/check";
import { environment } from "../../admission/variables";
import type { Field } from "../../model/field";
import { isGlanceApi } from "../../model/staging";
import { type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

/** Modes without a bit outside 0440: a list, because CEL knows no bitwise operations. */
const safeModes = [0o440, 0o400, 0o040, 0];

/** What Kubernetes gives files when a manifest says nothing. */
const kubernetesDefault = 0o644;

const environmentMessage =
  "must be left out and the secret mounted as a file, because the environment goes to every child process and into crash reports";
const modeMessage =
  "must be 0440 (decimal 288) or less, because nobody but Glance may read a secret, and nobody may change or run it";

/** Secrets reach Glance only as files that Glance alone can read. */
export const requireSecretFiles: ObjectRule = {
  name: "pod-require-secret-files",
  title: "Secrets are files that Glance alone reads",
  description:
    "The secrets of Glance are files with mode 0440 at most, and not in the environment.",
  severity: "high",
  level: "mandatory",
  rationale: {
    text:
      "The environment goes to every child process, such as qemu-img, and into crash reports; files of the default mode " +
      "0644 can be read by every user in the container.",
    url: "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod",
  },
  remedy: "a `secret` volume with `defaultMode: 288`",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload !== undefined && isGlanceApi(workload)
      ? [
          ...environmentSecrets(workload).map((field) => ({ field, message: environmentMessage })),
          ...unsafeModes(workload).map((field) => ({ field, message: modeMessage })),
        ]
      : [];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression:
          `!variables.isGlanceApi || variables.containers.all(c, ` +
          `!${environment("c")}.exists(e, e.?valueFrom.?secretKeyRef.hasValue()) && ` +
          `!c.?envFrom.orValue([]).exists(e, has(e.secretRef)))`,
        message: `secretKeyRef and secretRef in env and envFrom ${environmentMessage}`,
      },
      {
        expression: forEachSecretVolume(
          (source) => `${source}.?defaultMode.orValue(${kubernetesDefault}) in ${celModes}`,
        ),
        message: `defaultMode of volumes with secrets ${modeMessage}`,
      },
      {
        expression:
          `!variables.isGlanceApi || variables.volumes.all(v, ${celItemsAreSafe("v")} && ` +
          `v.?projected.?sources.orValue([]).all(s, ${celItemsAreSafe("s")}))`,
        message: `mode of items of secrets ${modeMessage}`,
      },
    ],
  },
};

function environmentSecrets({ containers }: Workload): Field[] {
  return containers
    .flatMap((container) => [
      ...container
        .at("env")
        .items()
        .map((entry) => entry.at("valueFrom", "secretKeyRef")),
      ...container
        .at("envFrom")
        .items()
        .map((entry) => entry.at("secretRef")),
    ])
    .filter((reference) => !reference.isAbsent);
}

/** The modes that open a secret: those of volumes, which must be written out, and those of single files. */
function unsafeModes({ volumes, isPatch }: Workload): Field[] {
  const isUnsafe = (mode: Field) => !safeModes.some((safe) => safe === mode.number);
  return volumes.flatMap((volume) => {
    const projected = volume.at("projected");
    const projectedSecrets = secretsIn(projected.at("sources").items());
    const ofVolume = [
      ...secretsIn([volume]),
      ...(projectedSecrets.length > 0 ? [projected] : []),
    ].map((source) => source.at("defaultMode"));
    const ofFiles = [...secretsIn([volume]), ...projectedSecrets]
      .flatMap((secret) => secret.at("items").items())
      .map((item) => item.at("mode"));
    return [
      ...ofVolume.filter((mode) => (mode.isAbsent ? !isPatch : isUnsafe(mode))),
      ...ofFiles.filter((mode) => !mode.isAbsent && isUnsafe(mode)),
    ];
  });
}

function secretsIn(sources: Field[]): Field[] {
  return sources.map((source) => source.at("secret")).filter((secret) => !secret.isAbsent);
}

const celModes = `[${safeModes.join(", ")}]`;

/** What must hold for the source of every volume that brings secrets. */
function forEachSecretVolume(holds: (source: string) => string): string {
  return (
    `!variables.isGlanceApi || variables.volumes.all(v, (!has(v.secret) || ${holds("v.secret")}) && ` +
    `(!v.?projected.?sources.orValue([]).exists(s, has(s.secret)) || ${holds("v.projected")}))`
  );
}

function celItemsAreSafe(source: string): string {
  return `${source}.?secret.?items.orValue([]).all(i, !has(i.mode) || i.mode in ${celModes})`;
}
