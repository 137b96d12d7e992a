import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { InputsOf } from "./checkedArgs";
import type { KeystoneAccess } from "./glanceConf";
import { textFiles } from "./glanceConfigData";
import { type JobArgs, jobOptions, runOnce } from "./job";
import { keyedHash } from "./keyedHash";
import { python } from "../model/image";
import type { OptionValue } from "../model/options";
import { noLimit } from "../model/options/quotas";

/** Limits of a project; what is left out has none. */
export type Quotas = NonNullable<OptionValue<"quotas">>;

/** Arguments of KeystoneRegistration. */
export interface KeystoneRegistrationArgs extends JobArgs {
  keystone: InputsOf<KeystoneAccess>;
  /** Password that the Keystone user of Glance gets. */
  password: pulumi.Input<string>;
  /** Key of the hash of the password; a secret. */
  hashKey: pulumi.Input<string>;
  /** An administrator of Keystone. */
  admin: {
    adminUser: pulumi.Input<string>;
    adminProject: pulumi.Input<string>;
    adminUserDomain: pulumi.Input<string>;
    adminProjectDomain: pulumi.Input<string>;
    adminPassword: pulumi.Input<string>;
  };
  /** URLs of the image service by interface. */
  endpoints: pulumi.Input<{ public: string; internal: string; admin: string }>;
  /** Limits of a project. @default none are registered */
  quotas?: Quotas | undefined;
}

const program = "keystone_registration.py";
const limitsProgram = "keystone_limits.py";
const programs = textFiles(program, limitsProgram);
const secretName = "glance-keystone-registration";
const directory = "/etc/glance-keystone";

/** A Job that registers Glance's user, service and endpoints with Keystone. */
export class KeystoneRegistration extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: KeystoneRegistrationArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("glance:index:KeystoneRegistration", name, args, opts);
    const { keystone, admin, endpoints, quotas } = args;
    const limits = quotas === undefined ? {} : { limits: registeredLimits(quotas) };
    const run =
      quotas === undefined ? ["-c", programs[program] ?? ""] : [`${directory}/${limitsProgram}`];

    const registration = new k8s.core.v1.Secret(
      `${name}-config`,
      {
        metadata: { name: secretName, namespace: args.namespace },
        stringData: {
          ...(quotas === undefined ? {} : programs),
          "registration.json": pulumi.secret(
            pulumi.jsonStringify({
              ...keystone,
              password: args.password,
              ...admin,
              endpoints,
              ...limits,
            }),
          ),
        },
      },
      { parent: this },
    );

    new k8s.batch.v1.Job(
      name,
      runOnce({
        ...args,
        name: "glance-keystone",
        command: [python, ...run, `${directory}/registration.json`],
        secretName,
        mountPath: directory,
        // A new password must reach Keystone as well.
        settings: {
          keystone,
          endpoints,
          ...limits,
          ...(quotas === undefined ? {} : { programs }),
          password: keyedHash(args.hashKey, args.password),
        },
      }),
      { parent: this, dependsOn: registration, ...jobOptions },
    );

    this.registerOutputs();
  }
}

/** Limits under the names that Glance asks for; one that is not registered would count as 0. */
function registeredLimits(quotas: Quotas): Record<string, number> {
  const { imageSizeTotal, imageStageTotal, imageCountTotal, imageCountUploading } = quotas;
  return {
    image_size_total: imageSizeTotal ?? noLimit,
    image_stage_total: imageStageTotal ?? noLimit,
    image_count_total: imageCountTotal ?? noLimit,
    image_count_uploading: imageCountUploading ?? noLimit,
  };
}
