import * as pulumi from "@pulumi/pulumi";

import type { ClusterAccess, GlanceArgs, LocalVolumesArgs } from "../components";
import type { Staging } from "../model/deployment";
import { type OptionName, options, type Settings } from "../model/options";
import { secretFields } from "../model/options/read";
import {
  checkSettings,
  clusterAccess,
  isSecretKey,
  readSettings,
  type StackValues,
} from "./settings";

// Not in the SDK's types, but what its own getters use.
const { isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & {
  isConfigSecret: (key: string) => boolean;
};

/** Places of all secrets; only the renderer says which of them are encrypted. */
const secretPlaces = Object.keys(options).flatMap((name) =>
  secretFields(name).map((field) => `glance:${name}.${field}`),
);

/** The checked configuration of a stack, as the components take it. */
export interface StackConfig {
  cluster: ClusterAccess;
  namespace: string;
  staging: Staging;
  /** Whether the stack makes the namespace. */
  createNamespace: boolean;
  /** Whether the stack has the API server enforce the rules of the policy pack, too. */
  admissionPolicies: boolean;
  /** Local volumes that the stack makes; undefined when the staging class has volumes already. */
  localVolumes: LocalVolumesArgs | undefined;
  /** What is deployed; its passwords are secrets. */
  glance: GlanceArgs;
}

/**
 * Reads and checks the configuration of the stack, before the first resource is declared.
 *
 * @throws UserError, one sentence that names key, value and remedy.
 */
export function loadConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  const stack = {
    values,
    secretKeys: Object.keys(values).filter(isConfigSecret),
    secretPlaces: secretPlaces.filter(isConfigSecret),
  };
  const settings = readSettings(stack);
  checkSettings(settings);
  return stackConfig(settings, stack);
}

function stackConfig(settings: Settings, stack: StackValues): StackConfig {
  const { kubeconfig, context, createNamespace, admissionPolicies, localStorage, ...glance } =
    settings;
  const cluster = clusterAccess({ kubeconfig, context });
  const { namespace, layout, staging } = glance;
  const { generateKey, ...ceph } = withSecrets("ceph", glance.ceph);
  const { generatePassword, ...database } = withSecrets("database", glance.database);
  // A text may hold passwords of the operator's own where its key is encrypted.
  const keep = (name: "customServiceConfig" | "external" | "internal" | "single", text: string) =>
    isSecretKey(name, stack) ? pulumi.secret(text) : text;
  const api = (name: "external" | "internal" | "single") => ({
    ...glance[name],
    customServiceConfig: keep(name, glance[name].customServiceConfig),
  });
  return {
    cluster,
    namespace,
    staging,
    createNamespace,
    admissionPolicies,
    localVolumes: localStorage && {
      localStorage,
      namespace,
      layout,
      storageClass: staging.storageClass,
      retain: staging.retain,
      cluster,
    },
    glance: {
      ...glance,
      cluster,
      customServiceConfig: keep("customServiceConfig", glance.customServiceConfig),
      external: api("external"),
      internal: api("internal"),
      single: api("single"),
      ceph,
      database,
      keystone: withSecrets("keystone", glance.keystone),
    },
  };
}

/** A value with its secret fields as outputs, which arguments take in place of texts. */
function withSecrets<Value extends object>(name: OptionName, value: Value): Value {
  const isSecret = (field: string) => secretFields(name).includes(field);
  return Object.fromEntries(
    Object.entries(value).map(([field, one]: [string, unknown]) => [
      field,
      isSecret(field) && one !== undefined ? pulumi.secret(one) : one,
    ]),
  ) as Value;
}
