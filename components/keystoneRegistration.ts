import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { InputsOf } from "./checkedArgs";
import type { KeystoneAccess } from "./glanceConf";
import { textFiles } from "./glanceConfigData";
import { jobOptions, type JobPod, runOnce } from "./job";
import { keyedHash } from "./keyedHash";
import { type Ca, trust } from "./trust";
import { python } from "../model/image";
import type { OptionValue } from "../model/options";
import { noLimit } from "../model/options/quotas";

/** Limits of a project; what is left out has none. */
export type Quotas = NonNullable<OptionValue<"quotas">>;

/** Arguments of KeystoneRegistration. */
export interface KeystoneRegistrationArgs {
  namespace: string;
  /** Image with Python and keystoneauth1; that of Glance has both. */
  image: pulumi.Input<string>;
  /** The CAs that the Job trusts beside the public ones. */
  ca: Ca | undefined;
  keystone: InputsOf<KeystoneAccess>;
  /** Password that the Keystone user of Glance gets. */
  password: pulumi.Input<string>;
  /** Key of the hash of the password; a secret. */
  hashKey: pulumi.Input<string>;
  /** An administrator of Keystone. */
  admin: {
    user: pulumi.Input<string>;
    project: pulumi.Input<string>;
    userDomain: pulumi.Input<string>;
    projectDomain: pulumi.Input<string>;
    password: pulumi.Input<string>;
  };
  /** URLs of the image service by interface. */
  endpoints: pulumi.Input<{ public: string; internal: string; admin: string }>;
  /** Limits of a project. @default none are registered */
  quotas?: Quotas | undefined;
  pod: JobPod;
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
              adminUser: admin.user,
              adminProject: admin.project,
              adminUserDomain: admin.userDomain,
              adminProjectDomain: admin.projectDomain,
              adminPassword: admin.password,
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
        prefix: "glance-keystone",
        namespace: args.namespace,
        container: {
          name: "glance-keystone",
          image: args.image,
          command: [python, ...run, `${directory}/registration.json`],
        },
        secretName,
        mountPath: directory,
        trust: trust(args.ca),
        // A new password must reach Keystone as well.
        settings: {
          keystone,
          endpoints,
          ...limits,
          ...(quotas === undefined ? {} : { programs }),
          password: keyedHash(args.hashKey, args.password),
        },
        pod: args.pod,
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
