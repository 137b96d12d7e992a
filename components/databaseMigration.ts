import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { InputsOf } from "./checkedArgs";
import type { DatabaseAccess } from "./glanceConf";
import { textFiles } from "./glanceConfigData";
import { glanceConfDirectory, imageModule, python } from "../model/image";
import { type JobArgs, jobOptions, type RunArgs, runOnce } from "./job";

/** Name of the configuration Secret of Jobs, as operators of OpenStack know it. */
const jobConfigSecretName = "glance-config-data";

/** What decides a Job on the database. */
export interface DatabaseJobArgs extends JobArgs {
  /** The database; another one is migrated anew. */
  database: InputsOf<DatabaseAccess>;
}

/** Arguments of DatabaseMigration. */
export interface DatabaseMigrationArgs extends DatabaseJobArgs {
  /** Files that glance-manage reads, by name. */
  files: Record<string, pulumi.Input<string>>;
}

const program = "migrate_database.py";
const programs = textFiles(program, `${imageModule}.py`);

/** A Job that does one step of a migration, with the configuration Secret that DatabaseMigration makes. */
export function databaseJob(
  name: string,
  step: "expand" | "contract",
  args: DatabaseJobArgs,
): k8s.batch.v1.JobArgs {
  const command = [python, `${glanceConfDirectory}/${program}`, glanceConfDirectory, step];
  return runOnce({
    ...databaseRun(name, command, args),
    settings: { database: args.database, programs },
  });
}

/** What runs a command with the configuration Secret that DatabaseMigration makes. */
export function databaseRun(name: string, command: string[], args: DatabaseJobArgs): RunArgs {
  return {
    ...args,
    name,
    command,
    env: [
      // Not empty: an empty value would be written anew by every deployment.
      { name: "OS_DEFAULT__LOG_FILE", value: "/tmp/glance-manage.log" },
      { name: "OS_DEFAULT__USE_STDERR", value: "true" },
    ],
    secretName: jobConfigSecretName,
    mountPath: glanceConfDirectory,
  };
}

/**
 * A Job that brings the database as far to the schema of the image as pods of the former one can work with, and loads the
 * metadata definitions. What is left DatabaseContraction does.
 */
export class DatabaseMigration extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseMigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:DatabaseMigration", name, args, opts);

    const config = new k8s.core.v1.Secret(
      `${name}-config`,
      {
        metadata: { name: jobConfigSecretName, namespace: args.namespace },
        stringData: { ...args.files, ...programs },
      },
      { parent: this },
    );

    new k8s.batch.v1.Job(name, databaseJob("glance-db-sync", "expand", args), {
      parent: this,
      dependsOn: config,
      ...jobOptions,
    });

    this.registerOutputs();
  }
}
