import { type OsloOption, parseOsloConf } from "../../model/osloConf";
import type { ObjectViolation, StackRule } from "../rule";
import { type ConfigurationFile, configurationFiles } from "./configurationFiles";
import { configurationSearch, isOfProgram } from "./configurationSearch";
import { environmentIn, type EnvironmentVariable } from "./environment";
import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";
import { remembered } from "./remembered";
import type { Stack } from "./stack";
import { servingContainersOf } from "./staging";
import { isUnknownValue } from "./unknownValue";
import type { Workload } from "./workload";

/** An option of Glance, and where it is set. */
export interface GlanceOption {
  section: string;
  key: string;
  value: string;
  object: KubernetesObject;
  field: Field;
  /** Whether Glance reads it under whatever name it is started. */
  isCertain: boolean;
}

/** The configuration of one container that runs Glance. */
export interface GlanceOptions {
  workload: Workload;
  /** Value that holds in the end; undefined for an option that is not set. */
  get(section: string, key: string): GlanceOption | undefined;
  /** All options that are set, with the value that holds in the end. */
  effective: readonly GlanceOption[];
  /** The environment, as far as it sets no options. */
  environment: readonly EnvironmentVariable[];
  /** Everything that sets an option for all pods alike: in a file, or in an object that the environment is taken from. */
  inObjects(section: string, key: string): GlanceOption[];
  /** Files that oslo.config cannot read, and in which line. */
  unreadable: readonly (Place & { line: string })[];
  /** Files of the container that are no oslo.config files, such as `policy.yaml`. */
  otherFiles: readonly ConfigurationFile[];
  /** Object and field to name when an option is not set. */
  place: Place;
}

/** An object, and a field of it. */
interface Place {
  object: KubernetesObject;
  field: Field;
}

/**
 * The part of a rule about the configuration of every container that runs Glance, as far as the objects hold it. A file
 * that is unknown during preview, such as the one with passwords that are still to be made, is passed over. It decides
 * when nothing is wrong in the others, or only something missing, which it may hold: the rule then cannot run.
 */
export function ofConfigurations(
  validate: (options: GlanceOptions) => ObjectViolation[],
): Pick<StackRule, "scope" | "validate" | "readsConfiguration" | "admissionLimit"> {
  return {
    scope: "stack",
    readsConfiguration: true,
    validate(stack) {
      const { configurations, unknowns } = configurationsOf(stack);
      const violations = configurations.flatMap(({ options, isSeen }) => {
        const found = validate(options);
        // What is missing may be in a file that cannot be seen.
        return unknowns.length === 0 && isSeen
          ? found
          : found.filter(({ field }) => field !== options.place.field);
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

interface Configurations {
  configurations: { options: GlanceOptions; isSeen: boolean }[];
  /** Why files could not be read during preview. */
  unknowns: Error[];
}

/** What all containers that run Glance are told. */
const configurationsOf = remembered((stack: Stack): Configurations => {
  const unknowns: Error[] = [];
  const configurations = stack.glanceWorkloads.flatMap((workload) => {
    const filesOf = configurationFiles(workload, stack);
    const filesOfPod = workload.containers.flatMap(filesOf);
    return servingContainersOf(workload).map((container) => {
      const environment = environmentIn(workload, container, stack);
      const { isSeen, ...options } = readOptions(
        workload,
        container,
        filesOf(container),
        filesOfPod,
        environment,
        unknowns,
      );
      return { options, isSeen };
    });
  });
  return { configurations, unknowns };
});

function readOptions(
  workload: Workload,
  container: Field,
  files: readonly ConfigurationFile[],
  filesOfPod: readonly ConfigurationFile[],
  environment: readonly EnvironmentVariable[],
  unknowns: Error[],
): GlanceOptions & { isSeen: boolean } {
  const search = configurationSearch(container, environment);
  const read = files
    .map((file) => ({ file, place: search(file.path) }))
    .filter(({ place }) => place !== undefined)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .map(({ file }) => file);
  // What an init container makes the configuration from is read in its place.
  const configurations =
    read.length > 0 ? read : filesOfPod.filter(({ path }) => path.endsWith(".conf"));
  const set = new Map<string, GlanceOption[]>();
  const unreadable: (Place & { line: string })[] = [];
  for (const file of configurations) {
    const { options = [], badLine } = readFile(file, unknowns);
    if (badLine !== undefined && read.includes(file)) {
      unreadable.push({ object: file.object, field: file.field, line: badLine });
    }
    for (const { section, key, value } of options) {
      const isCertain = !isOfProgram(file.path, search(file.path));
      add(set, { section, key, value, object: file.object, field: file.field, isCertain });
    }
  }
  const others: EnvironmentVariable[] = [];
  // oslo.config ranks the environment above every file.
  for (const { name, object, field, read } of environment) {
    const [, section, key] = /^OS_(\w+?)__(\w+)$/.exec(name) ?? [];
    if (section === undefined || key === undefined) {
      others.push({ name, object, field, read });
    } else {
      add(set, { section, key, value: read() ?? "", object, field, isCertain: true });
    }
  }
  const all = (section: string, key: string) => set.get(`${section}/${key}`.toLowerCase()) ?? [];
  const [first] = read;
  return {
    workload,
    get: (section, key) => all(section, key).at(-1),
    environment: others,
    effective: [...set.values()].flatMap((options) => options.slice(-1)),
    inObjects: (section, key) => all(section, key).filter(({ object }) => object !== workload),
    unreadable,
    otherFiles: files.filter((file) => !configurations.includes(file)),
    place: first ?? { object: workload, field: container.at("volumeMounts") },
    isSeen: first !== undefined,
  };
}

function add(set: Map<string, GlanceOption[]>, option: GlanceOption): void {
  const name = `${option.section}/${option.key}`.toLowerCase();
  set.set(name, [...(set.get(name) ?? []), option]);
}

/** The options of a file, or the line in which oslo.config cannot read it: Glance does not start with it. */
function readFile(
  file: ConfigurationFile,
  unknowns: Error[],
): { options?: OsloOption[]; badLine?: string } {
  try {
    return { options: parseOsloConf(file.read()) };
  } catch (error) {
    if (isUnknownValue(error)) {
      unknowns.push(error);
      return {};
    }
    // The rest of the message may quote the file, which may be secret.
    return { badLine: /^line \d+/.exec((error as Error).message)?.[0] ?? "one line" };
  }
}
