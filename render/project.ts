import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { UserError } from "../model/userError";
import { type ConfigDeclaration, readDeclaration } from "./configDeclaration";
import { openYaml } from "./yamlFile";

const projectSchema = z.looseObject({
  name: z.string().regex(/^[a-zA-Z0-9_.-]{1,100}$/),
  main: z.string().optional(),
  runtime: z.union([
    z.string(),
    z.looseObject({
      name: z.string(),
      options: z.looseObject({ typescript: z.boolean().optional() }).optional(),
    }),
  ]),
  config: z.record(z.string(), z.json()).nullish(),
});

/** What Pulumi.yaml says. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  directory: string;
  /** Name of the project, the namespace of its own configuration keys. */
  name: string;
  /** Entry point of the program, relative to the folder; `.` lets package.json decide. */
  main: string;
  /** Whether the SDK compiles the program from TypeScript. */
  typescript: boolean;
  /** Configuration declarations by key with namespace, `glance:replicas`. */
  declarations: Record<string, ConfigDeclaration>;
}

/** Reads Pulumi.yaml of a folder. */
export function readProject(directory: string): Project {
  const path = join(directory, "Pulumi.yaml");
  if (!existsSync(path)) {
    throw new UserError(`${directory} is no Pulumi project: it has no Pulumi.yaml.`);
  }
  const content: unknown = openYaml(path).toJS() ?? {};
  const { name, main = ".", runtime, config } = checkShape(path, content, projectSchema);
  const { name: runtimeName, options } =
    typeof runtime === "string" ? { name: runtime, options: undefined } : runtime;
  if (runtimeName !== "nodejs") {
    throw new UserError(`${path}: the runtime must be 'nodejs', not '${runtimeName}'.`);
  }
  const declarations = Object.entries(config ?? {}).map(([key, value]) => [
    withNamespace(key, name),
    readDeclaration(withNamespace(key, name), value),
  ]);
  return {
    directory,
    name,
    main,
    typescript: options?.typescript !== false,
    declarations: Object.fromEntries(declarations) as Project["declarations"],
  };
}

/** A configuration key with its namespace; one without belongs to the project. */
export function withNamespace(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** Name of a stack, also of `organization/project/name`; refuses what no stack can be called. */
export function stackName(text: string): string {
  const [, name] = /^(?:(?!\.+\/)[\w.-]+\/){0,2}(?!\.+$)([\w.-]{1,100})$/.exec(text) ?? [];
  if (name === undefined) {
    throw new UserError(
      `'${text}' is no name of a stack: write letters, digits, hyphens, underscores and periods, such as prod.`,
    );
  }
  return name;
}

/** Names of the stacks that have a file in a folder. */
export function stackNames(directory: string): string[] {
  return readdirSync(directory)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();
}

/** The content of a file, if it has a known shape; says in one sentence what is wrong with it. */
export function checkShape<T>(path: string, content: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(content);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join(".") ?? "";
    const what = issue?.message ?? "it is not valid";
    throw new UserError(`${path}: ${place === "" ? what : `'${place}': ${what}`}.`);
  }
  return result.data;
}
