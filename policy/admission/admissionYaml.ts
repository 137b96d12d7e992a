import { kubectlYaml } from "../../render";
import type { Configuration } from "../configuration";
import { admissionPolicies } from "./admissionPolicies";

/** The admission policies and their bindings as YAML documents for `kubectl apply`. */
export function admissionYaml(configuration: Configuration, namespace: string | undefined): string {
  return admissionPolicies(configuration, namespace)
    .flatMap(({ policy, binding }) => [policy, binding])
    .map((manifest) => `---\n${kubectlYaml(manifest)}`)
    .join("");
}
