import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { glanceConfDirectory } from "../model/image";
import type { OptionValue } from "../model/options";
import { databaseRun, type DatabaseJobArgs } from "./databaseMigration";
import { jobSpec } from "./job";

/** When rows leave the database. */
export type PurgeSettings = NonNullable<OptionValue<"dbPurge">>;

/** Arguments of DatabasePurge. */
export interface DatabasePurgeArgs extends DatabaseJobArgs {
  settings: PurgeSettings;
}

/** CronJobs that remove from the database what Glance has marked as deleted. */
export class DatabasePurge extends pulumi.ComponentResource {
  constructor(name: string, args: DatabasePurgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:DatabasePurge", name, args, opts);
    const { age, imagesAge } = args.settings;
    const child = { parent: this };

    new k8s.batch.v1.CronJob(name, cronJob("glance-db-purge", "purge", age, args), child);
    if (imagesAge !== undefined) {
      new k8s.batch.v1.CronJob(
        `${name}-images`,
        cronJob("glance-db-purge-images", "purge_images_table", imagesAge, args),
        child,
      );
    }

    this.registerOutputs();
  }
}

function cronJob(
  name: string,
  command: "purge" | "purge_images_table",
  age: number,
  args: DatabasePurgeArgs,
): k8s.batch.v1.CronJobArgs {
  const { schedule, rows } = args.settings;
  const limits = ["--age_in_days", String(age), "--max_rows", String(rows)];
  return {
    metadata: { name, namespace: args.namespace },
    spec: {
      schedule,
      concurrencyPolicy: "Forbid",
      // After a time without control plane the runs that were missed are not made up for later than this.
      startingDeadlineSeconds: 3600,
      jobTemplate: {
        spec: jobSpec(
          databaseRun(
            name,
            ["glance-manage", "--config-dir", glanceConfDirectory, "db", command, ...limits],
            args,
          ),
        ),
      },
    },
  };
}
