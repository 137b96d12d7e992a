import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { python } from "../model/image";
import type { DatabaseJobArgs } from "./databaseMigration";
import { textFiles } from "./glanceConfigData";
import { jobOptions, runOnce } from "./job";
import { keyedHash } from "./keyedHash";

/** Arguments of DatabaseCreation. */
export interface DatabaseCreationArgs extends DatabaseJobArgs {
  /** Password that the database user of Glance gets. */
  password: pulumi.Input<string>;
  /** Key of the hash of the password; a secret. */
  hashKey: pulumi.Input<string>;
  /** An administrator of the server. */
  adminUser: pulumi.Input<string>;
  adminPassword: pulumi.Input<string>;
}

const program = "create_database.py";
const programs = textFiles(program);
const secretName = "glance-database-creation";
const directory = "/etc/glance-database";

/** A Job that makes the database of Glance and its user. */
export class DatabaseCreation extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseCreationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:DatabaseCreation", name, args, opts);
    const { namespace, database, password, adminUser, adminPassword } = args;

    const config = new k8s.core.v1.Secret(
      `${name}-config`,
      {
        metadata: { name: secretName, namespace },
        stringData: {
          "creation.json": pulumi.secret(
            pulumi.jsonStringify({ ...database, password, adminUser, adminPassword }),
          ),
        },
      },
      { parent: this },
    );

    new k8s.batch.v1.Job(
      name,
      runOnce({
        ...args,
        name: "glance-db-create",
        command: [python, "-c", programs[program] ?? "", `${directory}/creation.json`],
        secretName,
        mountPath: directory,
        // A new password must reach the server as well.
        settings: { database, password: keyedHash(args.hashKey, password) },
      }),
      { parent: this, dependsOn: config, ...jobOptions },
    );

    this.registerOutputs();
  }
}
