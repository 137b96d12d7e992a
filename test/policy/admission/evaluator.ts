import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { Environment } from "@marcbachmann/cel-js";

import type { AdmissionPolicy } from "../../../components/admissionPolicies";
import { admissionKinds, type AdmissionKind } from "../../../policy/cel/admissionCheck";
import type { Manifest } from "../fixtures/fixture";
import { podSpecPath } from "../fixtures/manifests";

/** The part of a ValidatingAdmissionPolicy that decides. */
interface Spec {
  matchConstraints: { resourceRules: { resources: string[] }[] };
  matchConditions: { expression: string }[];
  variables: { name: string; expression: string }[];
  validations: { expression: string; messageExpression: string }[];
}

const environment = new Environment({ enableOptionalTypes: true })
  .registerVariable("object", "dyn")
  .registerVariable("variables", "dyn")
  // From the lists of Kubernetes' own library.
  .registerFunction("list.indexOf(dyn): int", (list: unknown[], element: unknown) =>
    BigInt(list.findIndex((other) => isDeepStrictEqual(other, element))),
  )
  .registerFunction("list.lastIndexOf(dyn): int", (list: unknown[], element: unknown) =>
    BigInt(list.map((other) => isDeepStrictEqual(other, element)).lastIndexOf(true)),
  );

/** What an admission policy says of an object, as the API server evaluates it; nothing when it accepts it. */
export function denials({ policy }: AdmissionPolicy, manifest: Manifest): string[] {
  const { matchConstraints, matchConditions, variables, validations } =
    policy.spec as unknown as Spec;
  const [, , resource] = admissionKinds[manifest.kind as AdmissionKind];
  if (!matchConstraints.resourceRules.some(({ resources }) => resources.includes(resource))) {
    return [];
  }
  const context = { object: typed(withDefaults(manifest)), variables: {} };
  const evaluate = (expression: string): unknown => compiled(expression)(context);
  const holds = ({ expression }: { expression: string }): boolean => {
    const value = evaluate(expression);
    assert.ok(typeof value === "boolean", expression);
    return value;
  };
  for (const { name, expression } of variables) {
    // Only those that an expression comes to are evaluated.
    Object.defineProperty(context.variables, name, { get: () => evaluate(expression) });
  }
  return matchConditions.every(holds)
    ? validations
        .filter((validation) => !holds(validation))
        .map(({ messageExpression }) => String(evaluate(messageExpression)))
    : [];
}

/** Every expression is evaluated on many objects. */
function compiled(expression: string): (context: object) => unknown {
  const known = expressions.get(expression) ?? environment.parse(expression);
  expressions.set(expression, known);
  return known;
}

const expressions = new Map<string, (context: object) => unknown>();

/** What the API server fills in before admission, as far as the rules read it. */
function withDefaults(manifest: Manifest): object {
  const copy = structuredClone(manifest);
  const { kind } = manifest;
  if (kind === "StorageClass") {
    return { volumeBindingMode: "Immediate", ...copy };
  }
  const spec = copy.spec as Record<string, unknown>;
  if (kind === "PersistentVolume") {
    spec.persistentVolumeReclaimPolicy ??= "Retain";
  } else if (kind !== "PersistentVolumeClaim") {
    fillPod(at(copy, podSpecPath(kind)));
  }
  if (kind === "StatefulSet") {
    spec.podManagementPolicy ??= "OrderedReady";
    spec.persistentVolumeClaimRetentionPolicy = {
      ...{ whenScaled: "Retain", whenDeleted: "Retain" },
      ...(spec.persistentVolumeClaimRetentionPolicy as object),
    };
  }
  return copy;
}

function fillPod(pod: Record<string, unknown>): void {
  pod.terminationGracePeriodSeconds ??= 30;
  pod.securityContext ??= {};
  for (const volume of (pod.volumes ?? []) as Record<string, Record<string, unknown>>[]) {
    for (const source of [volume.secret, volume.projected, volume.configMap]) {
      if (source !== undefined) {
        source.defaultMode ??= 0o644;
      }
    }
  }
}

function at(object: object, path: string): Record<string, unknown> {
  return path
    .split(".")
    .reduce((parent, key) => parent[key] as never, object as Record<string, unknown>);
}

/** A copy whose numbers are integers of CEL. */
function typed(value: unknown): unknown {
  if (typeof value === "number") {
    return BigInt(value);
  }
  if (Array.isArray(value)) {
    return value.map(typed);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, typed(child)]))
    : value;
}
