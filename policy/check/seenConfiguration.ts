import { unseenConfigurations } from "../model/unseenConfigurations";
import type { StackRule } from "../rule";

/** Settings of the rule. */
interface Settings {
  /** Names of the rules that read the configuration. */
  readers: string[];
}

/** What rules cannot see they cannot judge: a note, so that nobody takes it for right, or an error with `--strict`. */
export const seenConfiguration: StackRule<Settings> = {
  name: "workload-require-seen-configuration",
  title: "The configuration is among the objects",
  description: "All that a Glance API is told stands among the objects that are checked.",
  severity: "medium",
  level: "advisory",
  rationale:
    "Rules about the configuration judge what they see. What an ExternalSecret or an init container makes, or an image has, they do not see.",
  url: "https://external-secrets.io/latest/api/externalsecret/",
  remedy: "the Secret or ConfigMap among the objects",
  scope: "stack",
  validate: (stack, { readers }) =>
    unseenConfigurations(stack).map(({ sources, ...place }) => ({
      ...place,
      message:
        `has configuration that is not among the objects (${sources.join(", ")}), which ${readers.join(", ")} did not judge; ` +
        "give it as well",
    })),
  admissionLimit: "The configuration is in other objects.",
};
