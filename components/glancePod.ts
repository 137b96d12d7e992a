import { basename } from "node:path";

import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { mergedResources, otherContainers } from "../model/containerResources";
import type { Api, ApiCertificate } from "../model/deployment";
import {
  apiPort,
  cephDirectory,
  certificateDirectory,
  drainMarker,
  glanceConfDirectory,
  glanceDirectory,
  httpdDirectory,
  logFile,
  metricsPort,
  metricsPortName,
  python,
  stagingMountPath,
  storeModule,
  workerUrlVariable,
} from "../model/image";
import { servingLabel, stagingClaimTemplate, workerUrl } from "../model/names";
import { entryPoints, pasteFile } from "./glanceConfigData";
import type { Resources } from "../model/options/resources";
import type { PodSettings } from "../model/podSettings";
import type { ServerSettings } from "../model/serverSettings";
import { type PodAdditions, whereSet } from "./podAdditions";
import { restrictedContainer, restrictedPod } from "./podSecurity";
import { probes } from "./probes";
import type { Trust } from "./trust";
import { waitForImports } from "./waitForImports";

/** What decides the pods of an API, beside its configuration. */
export interface GlancePodArgs extends ServerSettings {
  api: Pick<Api, "type" | "scheme" | "certificate">;
  namespace: string;
  image: pulumi.Input<string>;
  /** Image of the Apache. */
  httpdImage: pulumi.Input<string>;
  /** What operators set for the pods, and what of it Jobs have, too. */
  pod: PodSettings;
  additions: PodAdditions;
  /** Name of the Secret with ceph.conf and keyring. */
  cephSecret: string;
}

interface GlancePodSettings extends GlancePodArgs {
  /** Name of the Secret with the configuration of Glance, Apache and uWSGI. */
  configSecret: string;
  /** Keys of that Secret that Glance reads. */
  glanceKeys: readonly string[];
  /** Keys of that Secret that Apache and uWSGI read, and what they run. */
  httpdKeys: readonly string[];
  /** The CAs that the pod trusts beside the public ones. */
  trust: Trust;
  labels: Record<string, string>;
  /** Changes whenever the configuration does, and with it the pods. */
  configHash: pulumi.Input<string>;
}

/**
 * The pod of a Glance API: Apache in front of uWSGI, and the log. Apache and log are native
 * sidecars, so that the pod still serves while Glance finishes its imports.
 */
export function glancePod(settings: GlancePodSettings): k8s.types.input.core.v1.PodTemplateSpec {
  const { api, image, labels, pod, additions } = settings;
  return {
    metadata: {
      labels: { ...labels, [servingLabel]: "true", ...additions.metadata.labels },
      annotations: {
        "glance/config-hash": settings.configHash,
        ...additions.metadata.annotations,
      },
    },
    spec: {
      ...restrictedPod,
      ...additions.spec,
      terminationGracePeriodSeconds: settings.gracePeriod,
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                labelSelector: { matchLabels: labels },
                topologyKey: "kubernetes.io/hostname",
              },
            },
          ],
        },
        ...pod.affinity,
      },
      ...whereSet({ topologySpreadConstraints: spread(pod, labels) }),
      initContainers: [
        logContainer(image, pod.resources?.["glance-log"]),
        httpdContainer(settings, pod.resources?.["glance-httpd"]),
      ],
      containers: [apiContainer(settings)],
      volumes: [
        configVolume("config", settings.configSecret, settings.glanceKeys, glancePath),
        configVolume("httpd-config", settings.configSecret, settings.httpdKeys, httpdPath),
        { name: "ceph", secret: { secretName: settings.cephSecret, defaultMode: 0o440 } },
        { name: "log", emptyDir: { sizeLimit: "300Mi" } },
        { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
        { name: "run-httpd", emptyDir: { medium: "Memory", sizeLimit: "10Mi" } },
        ...settings.trust.volumes,
        ...certificateVolumes(api.certificate),
        ...additions.volumes,
      ],
    },
  };
}

/**
 * Where Glance finds a key of the configuration Secret, below its directory. One file must have the name that Glance asks
 * for, and lie beside the paste file; it reads the others after it.
 */
function glancePath(key: string): string {
  if (key === "00-config.conf") {
    return "glance-api.conf";
  }
  return key === pasteFile ? key : `${basename(glanceConfDirectory)}/${key}`;
}

/** Where Apache, uWSGI and Python find a key of the configuration Secret, below their directory. */
function httpdPath(key: string): string {
  return key === entryPoints ? `${storeModule}.dist-info/${key}` : key;
}

/** Constraints that count the pods of the API unless they say which. */
function spread(
  { topologySpreadConstraints = [] }: PodSettings,
  matchLabels: Record<string, string>,
): k8s.types.input.core.v1.TopologySpreadConstraint[] {
  return topologySpreadConstraints.map((constraint) => ({
    labelSelector: { matchLabels },
    ...constraint,
  }));
}

function configVolume(
  name: string,
  secretName: string,
  keys: readonly string[],
  pathOf: (key: string) => string,
): k8s.types.input.core.v1.Volume {
  const items = keys.map((key) => ({ key, path: pathOf(key) }));
  return { name, secret: { secretName, defaultMode: 0o440, items } };
}

function logContainer(
  image: pulumi.Input<string>,
  resources: Resources | undefined,
): k8s.types.input.core.v1.Container {
  return {
    name: "glance-log",
    image,
    restartPolicy: "Always",
    command: ["/bin/sh", "-c", `trap 'kill $!; exit 0' TERM; tail -n+1 -F ${logFile} & wait`],
    resources: mergedResources(otherContainers["glance-log"], resources),
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "log", mountPath: "/var/log/glance", readOnly: true }],
  };
}

function certificateVolumes(
  certificate: ApiCertificate | undefined,
): k8s.types.input.core.v1.Volume[] {
  return certificate === undefined
    ? []
    : [{ name: "tls", secret: { secretName: certificate.secret, defaultMode: 0o440 } }];
}

function httpdContainer(
  { api, httpdImage }: GlancePodSettings,
  resources: Resources | undefined,
): k8s.types.input.core.v1.Container {
  const start = ["/bin/sh", `${httpdDirectory}/start_httpd.sh`, `${httpdDirectory}/httpd.conf`];
  const hasCertificate = api.certificate !== undefined;
  return {
    name: "glance-httpd",
    image: httpdImage,
    restartPolicy: "Always",
    command: hasCertificate ? [...watchCertificate, ...start] : start,
    terminationMessagePolicy: "FallbackToLogsOnError",
    ports: [{ name: "api", containerPort: apiPort }],
    livenessProbe: { tcpSocket: { port: apiPort }, periodSeconds: 18, failureThreshold: 3 },
    resources: mergedResources(otherContainers["glance-httpd"], resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "httpd-config", mountPath: httpdDirectory, readOnly: true },
      { name: "run-httpd", mountPath: "/run/httpd" },
      ...(hasCertificate ? [{ name: "tls", mountPath: certificateDirectory, readOnly: true }] : []),
    ],
  };
}

const watchCertificate = [
  "/bin/sh",
  `${httpdDirectory}/watch_certificate.sh`,
  certificateDirectory,
];

function apiContainer(settings: GlancePodSettings): k8s.types.input.core.v1.Container {
  const {
    api: { type: apiType, scheme },
    namespace,
  } = settings;
  const start = scheme === "https" ? "glance_certificate.py" : "start_glance.py";
  return {
    name: "glance-api",
    image: settings.image,
    command: [python, `${httpdDirectory}/${start}`, `${httpdDirectory}/uwsgi.ini`],
    terminationMessagePolicy: "FallbackToLogsOnError",
    env: [
      // Kubernetes replaces $(POD_NAME) only in what follows its definition.
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: workerUrlVariable, value: workerUrl(apiType, namespace, "$(POD_NAME)", scheme) },
      { name: "HOME", value: stagingMountPath },
      ...settings.trust.env,
      ...settings.additions.env,
    ],
    ports: [{ name: metricsPortName, containerPort: metricsPort }],
    ...probes(settings, scheme),
    lifecycle: {
      preStop: {
        exec: { command: ["/bin/sh", "-c", waitForImports(stagingMountPath, drainMarker)] },
      },
    },
    resources: settings.resources,
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: stagingClaimTemplate, mountPath: stagingMountPath },
      { name: "config", mountPath: glanceDirectory, readOnly: true },
      { name: "httpd-config", mountPath: httpdDirectory, readOnly: true },
      { name: "ceph", mountPath: cephDirectory, readOnly: true },
      { name: "log", mountPath: "/var/log/glance" },
      { name: "tmp", mountPath: "/tmp" },
      ...settings.trust.volumeMounts,
      ...settings.additions.volumeMounts,
    ],
  };
}
