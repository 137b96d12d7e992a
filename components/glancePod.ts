import { basename } from "node:path";

import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { ApiCertificate } from "../model/deployment";
import { glanceConfDirectory, storeModule } from "../model/image";
import { servingLabel } from "../model/names";
import type { PodSettings } from "../model/podSettings";
import { cephSecretName } from "./cephClient";
import { entryPoints, pasteFile } from "./glanceConfigData";
import { apiContainer, type ContainerArgs, httpdContainer, logContainer } from "./glanceContainers";
import { podAdditions, whereSet } from "./podAdditions";
import { restrictedPod } from "./podSecurity";
import { trust } from "./trust";

/** What decides the pods of an API, and what their configuration is called. */
interface GlancePodSettings extends ContainerArgs {
  /** Name of the Secret with the configuration of Glance, Apache and uWSGI. */
  configSecret: string;
  /** Keys of that Secret that Glance reads. */
  glanceKeys: readonly string[];
  /** Keys of that Secret that Apache and uWSGI read, and what they run. */
  httpdKeys: readonly string[];
  labels: Record<string, string>;
  /** Changes whenever the configuration does, and with it the pods. */
  configHash: pulumi.Input<string>;
}

/**
 * The pod of a Glance API: Apache in front of uWSGI, and the log. Apache and log are native
 * sidecars, so that the pod still serves while Glance finishes its imports.
 */
export function glancePod(settings: GlancePodSettings): k8s.types.input.core.v1.PodTemplateSpec {
  const { api, labels, pod } = settings;
  const additions = podAdditions(pod, settings.authUrl);
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
      initContainers: [logContainer(settings), httpdContainer(settings)],
      containers: [apiContainer(settings)],
      volumes: [
        configVolume("config", settings.configSecret, settings.glanceKeys, glancePath),
        configVolume("httpd-config", settings.configSecret, settings.httpdKeys, httpdPath),
        { name: "ceph", secret: { secretName: cephSecretName, defaultMode: 0o440 } },
        { name: "log", emptyDir: { sizeLimit: "300Mi" } },
        { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
        { name: "run-httpd", emptyDir: { medium: "Memory", sizeLimit: "10Mi" } },
        ...trust(settings.ca).volumes,
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

function certificateVolumes(
  certificate: ApiCertificate | undefined,
): k8s.types.input.core.v1.Volume[] {
  return certificate === undefined
    ? []
    : [{ name: "tls", secret: { secretName: certificate.secret, defaultMode: 0o440 } }];
}
