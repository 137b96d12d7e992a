import * as pulumi from "@pulumi/pulumi";

import type { GlanceArgs, StagingArgs } from "../components";
import type { ClusterAccess } from "../components/kubectl";
import type { ApiType } from "../model/names";
import type { StagingSettings } from "../model/stagingPlan";
import type { LocalStorage } from "../model/volumePlan";
import {
  cephKeyProblem,
  customServiceConfigsProblem,
  databasePasswordProblem,
  directoryProblem,
  duplicateNodeProblem,
  namespaceProblem,
  passwordProblem,
  sharedClassProblem,
  volumesProblem,
} from "./checks";
import { isSecret, isSet, read, refuseUnknownKeys } from "./read";
import type { ConfigValue } from "./schema";

const customServiceConfigKeys = [
  "customServiceConfig",
  "externalCustomServiceConfig",
  "internalCustomServiceConfig",
  "singleCustomServiceConfig",
] as const;

type CustomServiceConfigKey = (typeof customServiceConfigKeys)[number];

/** The checked configuration of a stack. */
export interface StackConfig {
  cluster: ClusterAccess;
  /** Whether the stack makes the namespace. */
  createNamespace: boolean;
  /** Whether the stack has the API server enforce the rules of the policy pack, too. */
  admissionPolicies: boolean;
  /** Whether pods may go with what is staged on them. */
  allowStagedLoss: boolean;
  /** Local volumes that the stack makes; missing when the staging class has volumes already. */
  localStorage?: LocalStorage | undefined;
  /** What is deployed; its passwords are secrets. */
  glance: GlanceArgs;
}

/**
 * Reads and checks the configuration of the stack, before the first resource is declared.
 *
 * @throws RunError, one sentence that names key, value and remedy.
 */
export function loadConfig(): StackConfig {
  refuseUnknownKeys();
  const { generateKey, ...ceph } = read("ceph");
  const { generatePassword, ...database } = read("database");
  const keystone = read("keystone");
  const { localStorage, ...placement } = readStaging();
  const config = { namespace: read("namespace"), ...placement };

  refuse(
    localStorage && duplicateNodeProblem(localStorage.nodes),
    localStorage && directoryProblem(localStorage.directory),
    sharedClassProblem(config.staging.storageClass),
    localStorage && volumesProblem({ ...placement, localStorage }),
    customServiceConfigsProblem(
      Object.fromEntries(customServiceConfigKeys.map((key) => [key, read(key)])),
    ),
    namespaceProblem(config.namespace),
    cephKeyProblem(ceph.key, generateKey),
    databasePasswordProblem(database.password, generatePassword),
    passwordProblem("keystone.password", keystone.password),
  );

  return {
    cluster: readCluster(),
    createNamespace: read("createNamespace"),
    admissionPolicies: read("admissionPolicies"),
    allowStagedLoss: read("allowStagedLoss"),
    localStorage,
    glance: {
      ...config,
      image: read("image"),
      customServiceConfig: {
        all: readCustomServiceConfig("customServiceConfig"),
        external: readCustomServiceConfig("externalCustomServiceConfig"),
        internal: readCustomServiceConfig("internalCustomServiceConfig"),
        single: readCustomServiceConfig("singleCustomServiceConfig"),
      },
      ceph: { ...ceph, key: secret(ceph.key) },
      database: { ...database, password: secret(database.password) },
      keystone: keystoneArgs(keystone),
      importMethods: read("importMethods"),
      imagePlugins: read("imagePlugins"),
      resources: read("resources"),
      apiTimeout: read("apiTimeout"),
      gracePeriod: read("gracePeriod"),
    },
  };
}

/**
 * Reads what decides where pods stage, and checks each value by itself.
 *
 * @throws RunError, one sentence that names key, value and remedy.
 */
export function readStaging(): StagingSettings & { staging: StagingArgs } {
  return {
    layout: read("layout"),
    replicas: readReplicas(),
    staging: read("staging"),
    localStorage: isSet("localStorage") ? read("localStorage") : undefined,
  };
}

function readReplicas(): Record<ApiType, number> {
  const replicas = read("replicas");
  return {
    external: read("externalReplicas") ?? replicas,
    internal: read("internalReplicas") ?? replicas,
    single: read("singleReplicas") ?? replicas,
  };
}

function readCluster(): ClusterAccess {
  const kubeconfig = read("kubeconfig");
  const context = read("context");
  return {
    ...(kubeconfig === "" ? {} : { kubeconfig }),
    ...(context === "" ? {} : { context }),
  };
}

function keystoneArgs(keystone: ConfigValue<"keystone">): GlanceArgs["keystone"] {
  const { adminUser, adminProject, adminPassword, password, ...access } = keystone;
  const admin = {
    user: adminUser,
    project: adminProject,
    password: pulumi.secret(adminPassword ?? ""),
  };
  return {
    ...access,
    password: secret(password),
    admin: adminPassword === undefined ? undefined : admin,
  };
}

/** A text as a secret where its key is encrypted: it may hold passwords of the operator's own. */
function readCustomServiceConfig(key: CustomServiceConfigKey): pulumi.Input<string> {
  return isSecret(key) ? pulumi.secret(read(key)) : read(key);
}

function secret(value: string | undefined): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.secret(value);
}

function refuse(...problems: (string | undefined)[]): void {
  const problem = problems.find((text) => text !== undefined);
  if (problem !== undefined) {
    throw new pulumi.RunError(problem);
  }
}
