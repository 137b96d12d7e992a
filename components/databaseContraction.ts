import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { databaseJob, type DatabaseJobArgs } from "./databaseMigration";
import { jobOptions } from "./job";

/**
 * A Job that removes from the database what only pods of a former version need. It depends on all APIs: none of its pods
 * may be left. It says why when the database is not ready for that.
 */
export class DatabaseContraction extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:DatabaseContraction", name, args, opts);
    new k8s.batch.v1.Job(name, databaseJob("glance-db-contract", "contract", args), {
      parent: this,
      ...jobOptions,
    });
    this.registerOutputs();
  }
}
