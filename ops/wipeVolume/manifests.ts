import { restrictedContainer, restrictedPod } from "../../components/podSecurity";
import { python } from "../../model/image";
import { pythonSource } from "../python";
import { type PersistentVolume, wipeName } from "./volume";

const labels = {
  "app.kubernetes.io/part-of": "glance",
  "app.kubernetes.io/component": "wipe-volume",
};
const mountPath = "/volume";

/** The temporary claim, which can be bound to this volume only. */
export function wipeClaim({ metadata, spec }: PersistentVolume, namespace: string) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: wipeName(metadata.name), namespace, labels },
    spec: {
      volumeName: metadata.name,
      storageClassName: spec.storageClassName,
      accessModes: spec.accessModes,
      resources: { requests: { storage: spec.capacity.storage } },
    },
  };
}

/**
 * The Job that empties the volume, as Glance's own user, to whom all files belong. Its pod lands on the node of the
 * volume, and Pod Security `restricted` admits it: a path of the node would not be.
 */
export function wipeJob(volume: string, namespace: string, image: string) {
  const name = wipeName(volume);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels },
        spec: {
          ...restrictedPod,
          restartPolicy: "Never",
          containers: [wipeContainer(image)],
          volumes: [{ name: "volume", persistentVolumeClaim: { claimName: name } }],
        },
      },
    },
  };
}

function wipeContainer(image: string) {
  return {
    name: "wipe",
    image,
    command: [python, "-c", pythonSource("wipe_volume"), mountPath],
    resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "256Mi" } },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "volume", mountPath }],
  };
}
