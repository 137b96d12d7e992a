import type { Expression } from "./expression";

/** Kinds that admission policies are about. */
export type AdmissionKind = keyof typeof admissionKinds;

/** API group, version and resource of these kinds. */
export const admissionKinds = {
  CronJob: ["batch", "v1", "cronjobs"],
  DaemonSet: ["apps", "v1", "daemonsets"],
  Deployment: ["apps", "v1", "deployments"],
  Job: ["batch", "v1", "jobs"],
  PersistentVolume: ["", "v1", "persistentvolumes"],
  PersistentVolumeClaim: ["", "v1", "persistentvolumeclaims"],
  Pod: ["", "v1", "pods"],
  PodTemplate: ["", "v1", "podtemplates"],
  ReplicaSet: ["apps", "v1", "replicasets"],
  ReplicationController: ["", "v1", "replicationcontrollers"],
  StatefulSet: ["apps", "v1", "statefulsets"],
  StorageClass: ["storage.k8s.io", "v1", "storageclasses"],
} as const;

/** All kinds that run pods. */
export const workloadKinds: readonly AdmissionKind[] = [
  ...(["CronJob", "DaemonSet", "Deployment", "Job", "Pod"] as const),
  ...(["PodTemplate", "ReplicaSet", "ReplicationController", "StatefulSet"] as const),
];

/** A rule as the API server enforces it. */
export interface AdmissionCheck<Settings extends object = object> {
  kinds: readonly AdmissionKind[];
  /** All of them must hold. */
  validations(settings: Settings): Validation[];
}

/** One condition of an admission policy. */
export interface Validation {
  /** True when nothing is wrong. */
  expression: Expression;
  /** Field, what must be there instead, and why: the sentence without its subject and full stop. */
  message: string;
}
