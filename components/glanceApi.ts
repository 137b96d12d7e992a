import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Api, Staging, Tls } from "../model/deployment";
import { apiPort, metricsPort, metricsPortName } from "../model/image";
import { servingLabel, stagingClaimTemplate } from "../model/names";
import type { OptionValue } from "../model/options";
import { rollOutSeconds } from "../model/rollOut";
import { certificate } from "./certificate";
import { disruptionBudget } from "./disruptionBudget";
import { httpdFiles } from "./glanceConfigData";
import type { ContainerArgs } from "./glanceContainers";
import { glancePod } from "./glancePod";
import { keyedHash } from "./keyedHash";

/** What is set for a Service for clients, in Kubernetes' own spelling. */
export type ServiceSettings = OptionValue<"external">["service"];

/** Arguments of GlanceApi. */
export interface GlanceApiArgs extends ContainerArgs {
  api: Api;
  /** The staging claim of every pod. */
  staging: Staging;
  service: ServiceSettings;
  /** Files that Glance reads, by name, in the order of their names. */
  glanceFiles: Record<string, pulumi.Input<string>>;
  /** Issuer of cert-manager that makes the certificate of the API. @default its Secret is there */
  issuer?: Tls["issuer"];
  /** Key of the hash of the configuration; a secret. */
  hashKey: pulumi.Input<string>;
}

/** A Service is complete without endpoints: its pods come after it, and a parked API has none. */
const withoutEndpoints = { "pulumi.com/skipAwait": "true" };

/**
 * A StatefulSet that is replaced leaves its pods to the next one. The provider follows the annotation of the old object
 * (https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#pulumicomdeletionpropagationpolicy).
 */
const orphanPods = { "pulumi.com/deletionPropagationPolicy": "orphan" };

/** Whether a StatefulSet with these annotations leaves its pods to the next one. */
export function orphansPods(annotations: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(orphanPods).every(([name, value]) => annotations[name] === value);
}

/**
 * One Glance API: a StatefulSet whose pods each have their own staging claim and URL, its headless
 * Service, the Service for clients, its disruption budget, and its configuration.
 */
export class GlanceApi extends pulumi.ComponentResource {
  /** Keyed hash of the configuration; it changes whenever the pods have to be replaced. */
  readonly configHash: pulumi.Output<string>;

  constructor(name: string, args: GlanceApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:GlanceApi", name, args, opts);
    const { api, namespace } = args;
    const { annotations, ...service } = args.service;
    const { replicas, statefulSet: setName } = api;
    const labels = {
      "app.kubernetes.io/name": "glance",
      "app.kubernetes.io/part-of": "glance",
      "app.kubernetes.io/component": `${api.type}-api`,
    };
    const ports = [{ name: "api", port: apiPort, targetPort: apiPort }];
    const metrics = { name: metricsPortName, port: metricsPort, targetPort: metricsPort };

    const httpd = httpdFiles(args, api.certificate !== undefined);
    const files = { ...args.glanceFiles, ...httpd };
    this.configHash = keyedHash(args.hashKey, pulumi.jsonStringify(files));
    const config = new k8s.core.v1.Secret(
      `${name}-config`,
      { metadata: { name: `${setName}-config-data`, namespace, labels }, stringData: files },
      { parent: this },
    );

    const certificates =
      args.issuer === undefined || api.certificate === undefined
        ? []
        : [
            new k8s.apiextensions.CustomResource(
              `${name}-certificate`,
              certificate(api.certificate, args.issuer, namespace, labels),
              { parent: this },
            ),
          ];

    const headlessService = new k8s.core.v1.Service(
      `${name}-headless`,
      {
        metadata: { name: setName, namespace, labels, annotations: withoutEndpoints },
        // Peers must reach a pod that starts or drains: it may hold what they import.
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [...ports, metrics],
        },
      },
      { parent: this },
    );

    new k8s.core.v1.Service(
      `${name}-clients`,
      {
        metadata: {
          name: api.clientService,
          namespace,
          labels,
          annotations: { ...withoutEndpoints, ...annotations },
        },
        spec: {
          type: "ClusterIP",
          ...service,
          selector: { ...labels, [servingLabel]: "true" },
          ports,
        },
      },
      { parent: this },
    );

    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-budget`,
      disruptionBudget(setName, namespace, labels),
      { parent: this },
    );

    new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: {
          name: setName,
          namespace,
          labels,
          ...(args.staging.resizing ? { annotations: orphanPods } : {}),
        },
        spec: {
          replicas,
          serviceName: setName,
          podManagementPolicy: "Parallel",
          selector: { matchLabels: labels },
          persistentVolumeClaimRetentionPolicy: {
            whenScaled: "Retain",
            whenDeleted: args.staging.retain ? "Retain" : "Delete",
          },
          template: glancePod({
            ...args,
            configSecret: `${setName}-config-data`,
            glanceKeys: Object.keys(args.glanceFiles),
            httpdKeys: Object.keys(httpd),
            labels,
            configHash: this.configHash,
          }),
          volumeClaimTemplates: [stagingClaim(args.staging)],
        },
      },
      {
        parent: this,
        dependsOn: [config, headlessService, ...certificates],
        customTimeouts: timeouts(replicas, args.gracePeriod),
      },
    );

    this.registerOutputs({ configHash: this.configHash });
  }
}

function timeouts(replicas: number, gracePeriod: number) {
  return {
    create: "15m",
    update: `${rollOutSeconds(replicas, gracePeriod)}s`,
    delete: `${600 + gracePeriod}s`,
  };
}

function stagingClaim(staging: Staging): k8s.types.input.core.v1.PersistentVolumeClaim {
  return {
    metadata: { name: stagingClaimTemplate },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: staging.storageClass,
      resources: { requests: { storage: staging.size } },
    },
  };
}
