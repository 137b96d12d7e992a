import { ofConfigurations } from "../../model/glanceOptions";
import type { StackRule } from "../../rule";

const message =
  "must hold no password, because everybody who may look around in the namespace reads a ConfigMap; write it into a Secret";

/** Options whose value is a secret. */
const secretKeys = /(^|_)(password|secret|secret_key|encryption_key)$/;

/** A URL with user and password. */
const urlWithPassword = /:\/\/[^\s/@:]*:[^\s/@]+@/;

/** Passwords belong into Secrets. */
export const disallowPasswords: StackRule = {
  name: "configmap-disallow-passwords",
  title: "ConfigMaps hold no passwords",
  description: "No option of Glance that is a password, or a URL with one, stands in a ConfigMap.",
  severity: "high",
  level: "mandatory",
  rationale:
    "The role view of Kubernetes reads ConfigMaps, but no Secrets; and nobody encrypts ConfigMaps at rest.",
  url: "https://kubernetes.io/docs/concepts/configuration/configmap/",
  remedy: "a Secret that is mounted beside the ConfigMap, and the option in it",
  ...ofConfigurations(({ effective, environment }) =>
    [...effective, ...environment.map(({ name: key, read, ...place }) => ({ ...place, key, read }))]
      .filter(({ object }) => object.kind === "ConfigMap")
      .map((entry) => ({ ...entry, value: "read" in entry ? (entry.read() ?? "") : entry.value }))
      .filter(
        ({ key, value }) =>
          urlWithPassword.test(value) || (value !== "" && secretKeys.test(key.toLowerCase())),
      )
      .map(({ object, field }) => ({ object, field, message })),
  ),
};
