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

/** A checked argument that is given: checked at once where it is known, else when it is. */
export function checkInput<Name extends OptionName>(
  resource: pulumi.Resource,
  name: Name,
  value: NonNullable<unknown>,
): pulumi.Input<NonNullable<OptionValue<Name>>> {
  const read = (known: unknown) => readOption(name, known) as NonNullable<OptionValue<Name>>;
  return isKnown(value)
    ? read(value)
    : whenKnown(value, (known) => checkArgs(resource, () => read(known)));
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
    whenKnown(input, (known) => checkArgs(resource, () => readField(name, field, known))),
  ]);
  return { ...(now as object), ...Object.fromEntries(later) } as InputsOf<
    NonNullable<OptionValue<Name>>
  >;
}

function whenKnown<T>(value: unknown, check: (known: unknown) => T): pulumi.Output<T> {
  const output = pulumi.output(value as object) as pulumi.Output<unknown>;
  return output.apply((known) => pulumi.output(check(known))) as pulumi.Output<T>;
}

function isKnown(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return false;
  }
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}

function refusal({ message }: UserError, resource: pulumi.Resource): pulumi.ResourceError {
  // An argument is named like its key.
  return new pulumi.ResourceError(message.replaceAll("glance:", ""), resource, true);
}
