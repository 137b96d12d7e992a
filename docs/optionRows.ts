import { z } from "zod";

import { type OptionName, options } from "../model/options";
import { unwrapped } from "../model/options/read";

/**
 * The configuration keys as rows of a table: key, default, what it is. A key with fields has a row a field; fields below are
 * rows where theirs is not described itself.
 */
export function optionRows(): string[][] {
  return (Object.keys(options) as OptionName[]).flatMap((name) => rowsOf(name, options[name]));
}

function rowsOf(name: string, option: z.core.$ZodType): string[][] {
  const inner = unwrapped(option);
  if (name.includes(".") && describe(option) !== "") {
    return [[`\`${name}\``, defaultText(option), describe(option)]];
  }
  const shape = inner instanceof z.ZodObject ? (inner.shape as z.ZodRawShape) : {};
  const rows = Object.entries(shape).flatMap(([field, schema]) =>
    rowsOf(`${name}.${field}`, schema),
  );
  const described = rows.filter(([, , description]) => description !== "");
  return described.length === 0
    ? [[`\`${name}\``, defaultText(option), describe(option)]]
    : described;
}

function describe(schema: z.core.$ZodType): string {
  return (schema as z.ZodType).description ?? "";
}

function defaultText(schema: z.core.$ZodType): string {
  if (unwrapped(schema).meta()?.["secret"] === true) {
    return "secret";
  }
  if (schema instanceof z.ZodDefault) {
    return shown(schema.def.defaultValue);
  }
  return schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault ? "" : "required";
}

/** As it would stand in a stack file; nothing for an empty text. */
function shown(value: unknown): string {
  if (value === "") {
    return "";
  }
  return `\`${yamlFlow(value)}\``;
}

function yamlFlow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(yamlFlow).join(", ")}]`;
  }
  return typeof value === "object" && value !== null
    ? `{${Object.entries(value)
        .map(([key, one]) => `${key}: ${yamlFlow(one)}`)
        .join(", ")}}`
    : String(value);
}
