import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** A ValidatingAdmissionPolicy and the binding that puts it into force. */
export interface AdmissionPolicy {
  /** Name of the rule that they enforce. */
  rule: string;
  policy: k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs;
  binding: k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs;
}

/** Arguments of AdmissionPolicies. */
export interface AdmissionPoliciesArgs {
  policies: readonly AdmissionPolicy[];
}

/** Rules that the API server enforces, also on changes that do not come through Pulumi. */
export class AdmissionPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: AdmissionPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:AdmissionPolicies", name, args, opts);

    for (const { rule, policy, binding } of args.policies) {
      const declared = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        `${name}-${rule}`,
        policy,
        { parent: this },
      );
      new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        `${name}-${rule}-binding`,
        binding,
        { parent: this, dependsOn: declared },
      );
    }

    this.registerOutputs();
  }
}
