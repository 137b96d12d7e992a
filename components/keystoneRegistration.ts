import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { InputsOf } from "./checkedArgs";
import type { KeystoneAccess } from "./glanceConf";
import { jobOptions, type JobPod, runOnce } from "./job";
import { keyedHash } from "./keyedHash";
import { type Ca, trust } from "./trust";
import { python } from "../model/image";

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
  pod: JobPod;
}

const script = readFileSync(join(__dirname, "files/keystone_registration.py"), "utf8");
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
    const { keystone, admin, endpoints } = args;

    const registration = new k8s.core.v1.Secret(
      `${name}-config`,
      {
        metadata: { name: secretName, namespace: args.namespace },
        stringData: {
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
          command: [python, "-c", script, `${directory}/registration.json`],
        },
        secretName,
        mountPath: directory,
        trust: trust(args.ca),
        // A new password must reach Keystone as well.
        settings: { keystone, endpoints, password: keyedHash(args.hashKey, args.password) },
        pod: args.pod,
      }),
      { parent: this, dependsOn: registration, ...jobOptions },
    );

    this.registerOutputs();
  }
}
