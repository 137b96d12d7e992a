import type { AdmissionPolicy } from "../../components/admissionPolicies";
import { defaultConfiguration } from "../configuration";
import { rules } from "../rules";
import { admissionPolicies } from "./admissionPolicies";

export { admissionPolicies };

/** The admission policies of all rules with their own levels and settings. */
export function defaultAdmissionPolicies(namespace: string): AdmissionPolicy[] {
  return admissionPolicies(defaultConfiguration(rules), namespace);
}
