import * as pulumi from "@pulumi/pulumi";

import type { OptionName, OptionValue } from "../model/options";
import { readField, readOption } from "../model/options/read";
import { UserError } from "../model/userError";

/** The values of an option, each of which may be known later. */
export type InputsOf<Value> = { [Field in keyof Value]: pulumi.Input<NonNullable<Value[Field]>> };

/**
 * Runs checks of arguments. They are those of the configuration keys of the same names.
 *
 * @throws ResourceError, one sentence that names argument, value and remedy.
 */
export function checkArgs<T>(resource: pulumi.Resource, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof UserError ? refusal(error, resource) : error;
  }
}

/** An argument that is given, checked at once where it is known, else when it is. */
export function checkInput<Value, Checked>(
  resource: pulumi.Resource,
  value: pulumi.Input<Value>,
  check: (known: Value) => Checked,
): pulumi.Input<Checked> {
  return isKnown(value) ? check(value) : whenKnown(resource, value, check);
}

/** Checked fields of an argument with their defaults: each checked at once where it is known, else when it is. */
export function checkFields<Name extends OptionName>(
  resource: pulumi.Resource,
  name: Name,
  value: object,
): InputsOf<NonNullable<OptionValue<Name>>> {
  const given = Object.entries(value).filter(([, field]) => field !== undefined);
  const late = given.filter(([, field]) => !isKnown(field));
  const now = readOption(name, Object.fromEntries(given.filter(([, field]) => isKnown(field))), {
    without: late.map(([field]) => field),
  });
  const later = late.map(([field, input]) => [
    field,
    whenKnown(resource, input, (known) => readField(name, field, known)),
  ]);
  return { ...(now as object), ...Object.fromEntries(later) } as InputsOf<
    NonNullable<OptionValue<Name>>
  >;
}

function whenKnown<Value, Checked>(
  resource: pulumi.Resource,
  value: pulumi.Input<Value>,
  check: (known: Value) => Checked,
): pulumi.Output<Checked> {
  const output = pulumi.output(value as object) as pulumi.Output<Value>;
  const checked = (known: Value) => pulumi.output(checkArgs(resource, () => check(known)));
  return output.apply(checked) as pulumi.Output<Checked>;
}

function isKnown<Value>(value: pulumi.Input<Value>): value is Value {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return false;
  }
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}

function refusal({ message }: UserError, resource: pulumi.Resource): pulumi.ResourceError {
  // An argument is named like its key.
  return new pulumi.ResourceError(message.replaceAll("glance:", ""), resource, true);
}
