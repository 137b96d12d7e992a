import {
  apiTypes,
  type ApiType,
  certificateNames,
  certificateSecretName,
  clientServiceName,
  clientUrl,
  type Layout,
  podName,
  type Scheme,
  stagingClaimName,
  statefulSetName,
  workerUrl,
} from "./names";
import { type LocalStorage, nodeOfOrdinal, planVolumes, type Volume } from "./volumes";

/** Where uploads wait for their import. */
export interface Staging {
  /** Class of the claims. @default local-storage */
  storageClass: string;
  /** Size of each claim as a Kubernetes quantity. @default 10Gi */
  size: string;
  /** Whether claims and volumes outlive the stack. Claims always outlive a smaller number of replicas. @default true */
  retain: boolean;
  /** Whether the StatefulSets may be replaced to change the claims: their pods then go on meanwhile. @default false */
  resizing: boolean;
}

/** Certificates of the pods. */
export interface Tls {
  /** Name of a Secret of the type kubernetes.io/tls, for all APIs. */
  secret?: string | undefined;
  /** Issuer of cert-manager that makes a certificate for each API. */
  issuer?: { name: string; kind: "Issuer" | "ClusterIssuer" } | undefined;
}

/** Whether the pods have a certificate, and speak HTTPS. */
export function hasCertificate(tls: Tls | undefined): tls is Tls {
  return tls?.secret !== undefined || tls?.issuer !== undefined;
}

/** What decides what a deployment consists of. */
export interface DeploymentSettings {
  namespace: string;
  layout: Layout;
  /** Pods of every API that has no number of its own. */
  replicas: number;
  external: { replicas?: number | undefined };
  internal: { replicas?: number | undefined };
  single: { replicas?: number | undefined };
  staging: Staging;
  /** Undefined, or without secret and issuer, when the pods speak plain HTTP. */
  tls?: Tls | undefined;
  /** What leads clients in from outside of the cluster, who see the certificate of the pods through a Route. */
  expose?: { kind: string; host: string } | undefined;
  /** Local volumes that the stack makes; undefined when the class has volumes of its own. */
  localStorage?: LocalStorage | undefined;
}

/** A Glance deployment: what its stack describes, with every name that follows from it. */
export interface Deployment {
  namespace: string;
  layout: Layout;
  staging: Staging;
  localStorage: LocalStorage | undefined;
  /** The volumes that the stack makes, by node. */
  volumes: Volume[];
  /** In the order in which they take turns with the volumes of a node. */
  apis: Api[];
}

/** One API: a StatefulSet, its Services and its pods. */
export interface Api {
  type: ApiType;
  /** Name of the StatefulSet and of its headless Service. */
  statefulSet: string;
  /** Name of the Service for clients. */
  clientService: string;
  /** How its pods are spoken to. */
  scheme: Scheme;
  /** Its certificate; undefined when its pods speak plain HTTP. */
  certificate: ApiCertificate | undefined;
  /** URL under which clients inside the cluster reach the API. */
  clientUrl: string;
  replicas: number;
  pods: Pod[];
}

/** The certificate of an API. */
export interface ApiCertificate {
  /** Name of its Secret. */
  secret: string;
  /** Names that it must hold. */
  names: string[];
}

/** A pod with its claim, its URL and, where the stack makes volumes, its place. */
export interface Pod {
  name: string;
  ordinal: number;
  /** Its staging claim. */
  claim: string;
  /** Its `worker_self_reference_url`. */
  url: string;
  /** The node on which its ordinal lands; undefined when the stack makes no volumes. */
  node?: string | undefined;
  /** The volume that is kept for the claim; undefined when the stack makes none, or none for this one. */
  volume?: Volume | undefined;
}

/** Makes the deployment that settings describe. */
export function makeDeployment(settings: DeploymentSettings): Deployment {
  const { namespace, layout, staging, localStorage, tls, expose } = settings;
  const scheme = hasCertificate(tls) ? "https" : "http";
  const types = apiTypes(layout);
  const volumes =
    localStorage === undefined ? [] : planVolumes(localStorage, types, staging.storageClass);
  const byClaim = new Map(volumes.map((volume) => [volume.claim, volume]));

  const makePod = (type: ApiType, ordinal: number): Pod => {
    const name = podName(type, ordinal);
    const claim = stagingClaimName(name);
    return {
      name,
      ordinal,
      claim,
      url: workerUrl(type, namespace, name, scheme),
      node: localStorage && nodeOfOrdinal(localStorage.nodes, ordinal),
      volume: byClaim.get(claim),
    };
  };

  const publicNames = (type: ApiType) =>
    expose?.kind === "Route" && type === types[0] ? [expose.host] : [];

  const apis = types.map((type): Api => {
    const replicas = settings[type].replicas ?? settings.replicas;
    return {
      type,
      statefulSet: statefulSetName(type),
      clientService: clientServiceName(type),
      scheme,
      certificate: hasCertificate(tls)
        ? {
            secret: tls.secret ?? certificateSecretName(type),
            names: [...certificateNames(type, namespace), ...publicNames(type)],
          }
        : undefined,
      clientUrl: clientUrl(type, namespace, scheme),
      replicas,
      pods: Array.from({ length: replicas }, (_, ordinal) => makePod(type, ordinal)),
    };
  });
  return { namespace, layout, staging, localStorage, volumes, apis };
}

/** All pods of a deployment, by API. */
export function podsOf({ apis }: Deployment): Pod[] {
  return apis.flatMap(({ pods }) => pods);
}

/** The APIs whose pods clients and services reach: in the layout `single` the same for both. */
export function apisForClients({ apis }: Deployment): { external: Api; internal: Api } {
  const [external, internal = external] = apis;
  if (external === undefined || internal === undefined) {
    throw new Error("A layout has at least one API.");
  }
  return { external, internal };
}
