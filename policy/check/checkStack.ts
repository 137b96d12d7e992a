import { UserError } from "../../model/userError";
import {
  evaluate,
  type EvaluatedResource,
  type EvaluateOptions,
  type Evaluation,
  mask,
  Redactor,
  type Remediate,
  type Remediation,
} from "../../render";
import type { Configuration } from "../configuration";
import { remediatedProps } from "../crossguard";
import { oneLine } from "../input";
import { objectsOfResource } from "../model/kubernetesObject";
import { validate } from "./findings";
import { type Report, reported, type ReportedViolation, unseenLevel } from "./report";
import { violationLines } from "./reportText";

/** An evaluated stack, and what the rules say of it. */
export interface CheckedStack extends Evaluation {
  report: Report;
}

/**
 * Evaluates a stack, remediates and validates its objects, as Pulumi does with the policy pack.
 *
 * @param isStrict Whether configuration that is not among them is an error, and not only noted.
 */
export async function checkStack(
  configuration: Configuration,
  options: EvaluateOptions,
  isStrict = false,
): Promise<CheckedStack> {
  const evaluation = await evaluate({ ...options, remediate: remediation(configuration) });
  const report = reportOnResources(configuration, evaluation.resources, isStrict);
  return { ...evaluation, report };
}

/**
 * Evaluates a stack that is to be used.
 *
 * @throws UserError that lists the violations of mandatory rules.
 */
export async function evaluateGuarded(
  configuration: Configuration,
  options: EvaluateOptions,
): Promise<CheckedStack> {
  const stack = await checkStack(configuration, options);
  const mandatory = stack.report.violations.filter(({ level }) => level === "mandatory");
  if (mandatory.length > 0) {
    const lines = violationLines(mandatory);
    throw new UserError(["The policy pack forbids this program:", ...lines].join("\n"));
  }
  return stack;
}

/** What the rules of the level `remediate` make of the objects of a program, rule by rule. */
export function remediation(configuration: Configuration): Remediate {
  return (resource) => {
    let { props } = resource;
    return configuration.flatMap(({ rule, level, settings }): Remediation[] => {
      if (level !== "remediate" || rule.scope !== "object") {
        return [];
      }
      const changed = remediatedProps(rule, settings, { ...resource, props });
      props = (changed as typeof props | undefined) ?? props;
      return changed === undefined ? [] : [{ policy: rule.name, props }];
    });
  };
}

/** Validates all objects of an evaluated stack together; its secrets are masked. */
export function reportOnResources(
  configuration: Configuration,
  resources: readonly EvaluatedResource[],
  isStrict = false,
): Report {
  const redactor = new Redactor();
  redactor.add(stackSecrets(resources));
  const objects = resources.flatMap(({ manifest, ...resource }) =>
    objectsOfResource({ ...resource, props: manifest }),
  );
  return {
    objects: objects.length,
    violations: validate(configuration, objects, unseenLevel(isStrict)).map(
      (finding): ReportedViolation => reported(finding, (text) => oneLine(redactor.redact(text))),
    ),
  };
}

/** A line of a configuration file that rules may name and that tells nothing. */
const sectionHeader = /^\s*\[\w+\]\s*$/;

/** All lines of a stack that no output may show: what it marks as secret, and what its Secrets hold. */
function stackSecrets(
  resources: readonly Pick<EvaluatedResource, "manifest" | "maskedManifest">[],
): string[] {
  return resources
    .flatMap(({ manifest, maskedManifest }) => [
      ...maskedTexts(manifest, maskedManifest),
      ...(manifest["kind"] === "Secret"
        ? [...textsOf(manifest["stringData"]), ...textsOf(manifest["data"]).flatMap(decoded)]
        : []),
    ])
    .flatMap((text) => text.split("\n"))
    .filter((line) => !sectionHeader.test(line));
}

/** The texts that stand where another value shows the mask. */
function maskedTexts(value: unknown, masked: unknown): string[] {
  if (masked === mask) {
    return value === mask ? [] : textsOf(value);
  }
  return isObject(value) && isObject(masked)
    ? Object.keys(value).flatMap((key) => maskedTexts(value[key], masked[key]))
    : [];
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") {
    return [String(value)];
  }
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

function decoded(base64: string): string[] {
  return [base64, Buffer.from(base64, "base64").toString("utf8")];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
