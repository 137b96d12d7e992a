import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Project } from "./project";
import type { StackConfig } from "./stackFile";

type Environment = Record<string, string>;

/** Environment of the program: its configuration, with the secret keys named. */
export function programEnvironment(project: Project, config: StackConfig): Environment {
  const values = Object.entries(config.values).map(([key, value]) => [
    // The runner expects `glance:config:replicas`.
    key.replace(":", ":config:"),
    value,
  ]);
  return {
    ...compiledCode(),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
  };
}

/** Environment of the policy pack, to which all configuration is plain text. */
export function policyEnvironment(
  project: Project,
  stack: string,
  config: StackConfig,
): Environment {
  return {
    ...compiledCode(),
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_NODEJS_ORGANIZATION: "organization",
    PULUMI_NODEJS_PROJECT: project.name,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: "true",
  };
}

/** Packages whose resources must name their provider; `*` for all. */
export function disabledDefaultProviders(config: StackConfig): string[] {
  const text = config.values["pulumi:disable-default-providers"];
  return text === undefined ? [] : (JSON.parse(text) as string[]);
}

// The runners of the SDK keep compiled code, by default in a folder that other users of the machine
// could write to.
function compiledCode(): Environment {
  const packageDirectory = dirname(require.resolve("@pulumi/pulumi/package.json"));
  const directory = join(packageDirectory, "..", "..", ".cache", "render");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return { TS_NODE_CACHE_DIRECTORY: directory };
}
