import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Api } from "../model/deployment";
import {
  apiPort,
  cephDirectory,
  certificateDirectory,
  drainMarker,
  glanceDirectory,
  httpdDirectory,
  logDirectory,
  logFile,
  metricsPort,
  metricsPortName,
  python,
  stagingMountPath,
  workerUrlVariable,
} from "../model/image";
import { stagingClaimTemplate, workerUrl } from "../model/names";
import { mergedResources, otherContainers } from "../model/options/resources";
import type { PodSettings } from "../model/podSettings";
import type { ServerSettings } from "../model/serverSettings";
import { podAdditions } from "./podAdditions";
import { restrictedContainer } from "./podSecurity";
import { probes } from "./probes";
import { type Ca, trust } from "./trust";
import { waitForImports } from "./waitForImports";

/** What decides the containers of an API. */
export interface ContainerArgs extends ServerSettings {
  api: Pick<Api, "type" | "scheme" | "certificate">;
  namespace: string;
  image: pulumi.Input<string>;
  /** Image of the Apache. */
  httpdImage: pulumi.Input<string>;
  /** What operators set for the pods. */
  pod: PodSettings;
  /** URL of Keystone, which no proxy may stand in front of. */
  authUrl: pulumi.Input<string>;
  /** The CAs that the pods trust beside the public ones. */
  ca: Ca | undefined;
}

/** Shows the log of Glance as that of a container. */
export function logContainer({ image, pod }: ContainerArgs): k8s.types.input.core.v1.Container {
  return {
    name: "glance-log",
    image,
    restartPolicy: "Always",
    command: ["/bin/sh", "-c", `trap 'kill $!; exit 0' TERM; tail -n+1 -F ${logFile} & wait`],
    resources: mergedResources(otherContainers["glance-log"], pod.resources?.["glance-log"]),
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "log", mountPath: logDirectory, readOnly: true }],
  };
}

/** The Apache in front of Glance. */
export function httpdContainer({
  api,
  httpdImage,
  pod,
}: ContainerArgs): k8s.types.input.core.v1.Container {
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
    resources: mergedResources(otherContainers["glance-httpd"], pod.resources?.["glance-httpd"]),
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

/** Glance itself, run by uWSGI. */
export function apiContainer(settings: ContainerArgs): k8s.types.input.core.v1.Container {
  const { api, namespace } = settings;
  const { type: apiType, scheme } = api;
  const trusting = trust(settings.ca);
  const additions = podAdditions(settings.pod, settings.authUrl);
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
      ...trusting.env,
      ...additions.env,
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
      { name: "log", mountPath: logDirectory },
      { name: "tmp", mountPath: "/tmp" },
      ...trusting.volumeMounts,
      ...additions.volumeMounts,
    ],
  };
}
