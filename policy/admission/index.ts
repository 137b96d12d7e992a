import type { AdmissionPolicy } from "../../components/admissionPolicies";
import { configurationOf } from "../configuration";
import { rules } from "../rules";
import { admissionPolicies } from "./admissionPolicies";

export { admissionPolicies };

/** The admission policies of a stack, with the levels and settings of its file in `policy/config`. */
export function admissionPoliciesOf(stack: string, namespace: string): AdmissionPolicy[] {
  return admissionPolicies(configurationOf(stack, rules), namespace);
}
