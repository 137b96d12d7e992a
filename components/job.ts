import { createHash } from "node:crypto";

import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { imageExitCode } from "../model/image";
import { mergedResources, otherContainers, type Resources } from "../model/options/resources";
import type { PodSettings } from "../model/podSettings";
import { type PodAdditions, podAdditions, whereSet } from "./podAdditions";
import { restrictedContainer, restrictedPod } from "./podSecurity";
import { type Ca, trust } from "./trust";

/** Where a Job runs, and with what. */
export interface JobArgs {
  namespace: string;
  /** Image with Python and the libraries of Glance. */
  image: pulumi.Input<string>;
  /** The CAs that it trusts beside the public ones. */
  ca: Ca | undefined;
  pod: JobPod;
}

/** What runs one container to its end. */
export interface RunArgs extends JobArgs {
  /** Name of the container. */
  name: string;
  command: string[];
  /** The environment of the container. @default nothing */
  env?: k8s.types.input.core.v1.EnvVar[];
  /** Secret whose keys the container finds as files. */
  secretName: string;
  /** Directory of these files. */
  mountPath: string;
}

/** A Job that runs one container to its end. */
export interface RunOnceArgs extends RunArgs {
  /** What else decides what the Job does, without secrets: it runs again when this changes. */
  settings: pulumi.Input<object>;
}

/** What operators set for the pods of Jobs. */
export interface JobPod extends PodAdditions {
  resources: Resources | undefined;
}

/** What operators set for the pods of Jobs, with labels that the program sets itself. */
export function jobPod(
  settings: PodSettings,
  authUrl: pulumi.Input<string>,
  labels: Record<string, string>,
): JobPod {
  const { metadata, ...additions } = podAdditions(settings, authUrl);
  return {
    ...additions,
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
    resources: settings.resources?.jobs,
  };
}

/** Resource options of Jobs: how long a deployment waits for one, retries included. */
export const jobOptions = { customTimeouts: { create: "10m", update: "10m" } };

/**
 * Declares a Job. Its name is that of its container, and carries a hash of what it runs: a changed Job is a new one, because the
 * template of an existing Job cannot change. It has no TTL: one that vanished would be missed by the next
 * deployment.
 */
export function runOnce(args: RunOnceArgs): k8s.batch.v1.JobArgs {
  const spec = jobSpec(args);
  return {
    metadata: {
      name: pulumi
        .output({ spec, settings: args.settings })
        .apply((what) => `${args.name}-${hash(what)}`),
      namespace: args.namespace,
      // A failed Job is deleted and run again by the next deployment.
      annotations: { "pulumi.com/replaceUnready": "true" },
    },
    spec,
  };
}

function hash(what: object): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 8);
}

/** The specification of a Job. */
export function jobSpec({
  name,
  image,
  command,
  env = [],
  secretName,
  mountPath,
  ca,
  pod,
}: RunArgs): k8s.types.input.batch.v1.JobSpec {
  const metadata = whereSet(pod.metadata);
  const { env: trusting, volumeMounts, volumes } = trust(ca);
  const environment = [...env, ...trusting, ...pod.env];
  return {
    backoffLimit: 4,
    // An image that does not fit will not fit the next time.
    podFailurePolicy: {
      rules: [
        {
          action: "FailJob",
          onExitCodes: { operator: "In", values: [imageExitCode] },
        },
      ],
    },
    template: {
      ...whereSet({ metadata }),
      spec: {
        ...restrictedPod,
        ...pod.spec,
        restartPolicy: "Never",
        containers: [
          {
            resources: mergedResources(otherContainers.jobs, pod.resources),
            ...{ name, image, command },
            ...whereSet({ env: environment }),
            securityContext: restrictedContainer,
            volumeMounts: [
              { name: "config", mountPath, readOnly: true },
              { name: "tmp", mountPath: "/tmp" },
              ...volumeMounts,
              ...pod.volumeMounts,
            ],
          },
        ],
        volumes: [
          { name: "config", secret: { secretName, defaultMode: 0o440 } },
          { name: "tmp", emptyDir: { sizeLimit: "100Mi" } },
          ...volumes,
          ...pod.volumes,
        ],
      },
    },
  };
}
