import type { AdmissionPolicy } from "../../components/admissionPolicies";
import { admissionKinds, type AdmissionKind, type Validation } from "../cel/admissionCheck";
import { cel, variablesOf } from "../cel/expression";
import type { Configuration } from "../configuration";
import type { ObjectRule, Rule } from "../rule";
import { derivedKinds, ownerVersions } from "../model/workload";

/**
 * The rules that one object can decide, as the API server enforces them (Kubernetes 1.30 or later). Disabled
 * ones are left out, advisory ones warn.
 *
 * @param namespace Namespace whose objects are validated, besides those without one; all when undefined.
 */
export function admissionPolicies(
  configuration: Configuration,
  namespace: string | undefined,
): AdmissionPolicy[] {
  return configuration
    .filter(({ level }) => level !== "disabled")
    .flatMap(({ rule, level, settings }) =>
      isObjectRule(rule)
        ? [
            {
              rule: rule.name,
              policy: admissionPolicy(rule, settings, namespace),
              binding: binding(rule, level === "advisory", namespace),
            },
          ]
        : [],
    );
}

function isObjectRule(rule: Rule): rule is ObjectRule {
  return rule.scope === "object";
}

/** The objects are not in a namespace; their names tell apart the policies of several stacks. */
function metadata(rule: Rule, namespace: string | undefined) {
  return {
    name: ["glance", ...(namespace === undefined ? [] : [namespace]), rule.name].join("."),
    labels: { "app.kubernetes.io/part-of": "glance" },
  };
}

function admissionPolicy(
  rule: ObjectRule,
  settings: object,
  namespace: string | undefined,
): AdmissionPolicy["policy"] {
  const conditions = rule.admission.validations(settings);
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: metadata(rule, namespace),
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: rule.admission.kinds.map(resourceRule) },
      matchConditions: [
        // What is being deleted must be allowed to go.
        { name: "stays", expression: "!has(object.metadata.deletionTimestamp)" },
        { name: "not-derived", expression: notDerived },
      ],
      variables: variablesOf(conditions.map(({ expression }) => expression)).map(
        ({ name, definition }) => ({ name, expression: definition.text }),
      ),
      validations: conditions.map(validation),
    },
  };
}

/** Kinds that a controller makes from another object, which is validated in their place. */
const notDerived =
  "!object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false) && " +
  `o.apiVersion.matches(${JSON.stringify(ownerVersions)}) && ` +
  `o.kind in ${JSON.stringify(derivedKinds)}[?object.kind].orValue([]))`;

function resourceRule(kind: AdmissionKind) {
  const [group, version, resource] = admissionKinds[kind];
  return {
    apiGroups: [group],
    apiVersions: [version],
    resources: [resource],
    operations: ["CREATE", "UPDATE"],
  };
}

function validation({ expression, message }: Validation) {
  const end = `': ${message}.`;
  return {
    expression: expression.text,
    message: `${message}.`,
    messageExpression: cel`object.kind + " '" + object.metadata.?name.orValue("") + ${end}`.text,
  };
}

function binding(
  rule: Rule,
  warns: boolean,
  namespace: string | undefined,
): AdmissionPolicy["binding"] {
  const { name, labels } = metadata(rule, namespace);
  const matchResources =
    namespace === undefined
      ? {}
      : {
          matchResources: {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          },
        };
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name, labels },
    spec: {
      policyName: name,
      validationActions: warns ? ["Warn", "Audit"] : ["Deny"],
      ...matchResources,
    },
  };
}
