import { type OsloOption, parseOsloConf } from "../../model/osloConf";
import type { ObjectViolation, StackRule } from "../rule";
import { type ConfigurationFile, configurationFiles } from "./configurationFiles";
import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";
import { servingContainersOf } from "./staging";
import { isUnknownValue } from "./unknownValue";
import type { Workload } from "./workload";

/** An option of Glance, and where it is set. */
export interface GlanceOption {
  section: string;
  key: string;
  value: string;
  /** Whether the environment sets it, which oslo.config ranks above every file. */
  isInEnvironment: boolean;
  object: KubernetesObject;
  field: Field;
}

/** The configuration of one container that runs Glance. */
export interface GlanceOptions {
  workload: Workload;
  /** Value that holds in the end; undefined for an option that is not set. */
  get(section: string, key: string): GlanceOption | undefined;
  /** All options that are set, with the value that holds in the end. */
  effective: readonly GlanceOption[];
  /** Everything that sets an option in a file. */
  inFiles(section: string, key: string): GlanceOption[];
  /** Files that are no oslo.config files, such as `policy.yaml`. */
  otherFiles: readonly ConfigurationFile[];
  /** Object and field to name when an option is not set. */
  place: { object: KubernetesObject; field: Field };
}

/** Where Glance looks for its configuration. */
const configurationDirectory = "/etc/glance/";

/**
 * The part of a rule about the configuration of every container that runs Glance, as far as the objects hold it. A file
 * that is unknown during preview, such as the one with passwords that are still to be made, is passed over. It decides
 * when nothing is wrong in the others, or only something missing, which it may hold: the rule then cannot run.
 */
export function ofConfigurations(
  validate: (options: GlanceOptions) => ObjectViolation[],
): Pick<StackRule, "scope" | "validate" | "admissionLimit"> {
  return {
    scope: "stack",
    validate(stack) {
      const unknowns: Error[] = [];
      const violations = stack.glanceApis.flatMap((workload) => {
        const filesOf = configurationFiles(workload, stack);
        return servingContainersOf(workload).flatMap((container) => {
          const options = readOptions(workload, container, filesOf(container), unknowns);
          const found = options === undefined ? [] : validate(options);
          return unknowns.length === 0
            ? found
            : found.filter(({ field }) => field !== options?.place.field);
        });
      });
      if (violations.length === 0 && unknowns[0] !== undefined) {
        throw unknowns[0];
      }
      return violations;
    },
    admissionLimit:
      "The configuration is in a Secret, in base64, which the CEL of the API server cannot decode; and which Secret it " +
      "is only the StatefulSet says.",
  };
}

function readOptions(
  workload: Workload,
  container: Field,
  allFiles: readonly ConfigurationFile[],
  unknowns: Error[],
): GlanceOptions | undefined {
  const files = allFiles.filter(({ path }) => path.startsWith(configurationDirectory));
  const configurations = files.filter(({ path }) => path.endsWith(".conf"));
  const [first] = configurations;
  if (first === undefined) {
    return undefined;
  }
  const set = new Map<string, GlanceOption[]>();
  for (const file of configurations) {
    for (const { section, key, value } of readFile(file, unknowns)) {
      const { object, field } = file;
      add(set, { section, key, value, isInEnvironment: false, object, field });
    }
  }
  for (const entry of container.at("env").items()) {
    const [, section, key] = /^OS_(\w+?)__(\w+)$/.exec(entry.at("name").text ?? "") ?? [];
    if (section !== undefined && key !== undefined) {
      const field = entry.at("value");
      const value = field.text ?? "";
      add(set, { section, key, value, isInEnvironment: true, object: workload, field });
    }
  }
  const all = (section: string, key: string) => set.get(`${section}/${key}`.toLowerCase()) ?? [];
  return {
    workload,
    get: (section, key) => all(section, key).at(-1),
    effective: [...set.values()].flatMap((options) => options.slice(-1)),
    inFiles: (section, key) => all(section, key).filter(({ isInEnvironment }) => !isInEnvironment),
    otherFiles: files.filter((file) => !configurations.includes(file)),
    place: { object: first.object, field: first.field },
  };
}

function add(set: Map<string, GlanceOption[]>, option: GlanceOption): void {
  const name = `${option.section}/${option.key}`.toLowerCase();
  set.set(name, [...(set.get(name) ?? []), option]);
}

/** Text that oslo.config cannot read has no options: Glance does not start with it. */
function readFile(file: ConfigurationFile, unknowns: Error[]): OsloOption[] {
  try {
    return parseOsloConf(file.read());
  } catch (error) {
    if (isUnknownValue(error)) {
      unknowns.push(error);
    }
    return [];
  }
}
