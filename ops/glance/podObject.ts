/** A pod as the API server shows it, as far as commands look at it. */
export interface PodObject {
  metadata: {
    name: string;
    labels?: Record<string, string>;
    deletionTimestamp?: string;
    ownerReferences?: { name: string }[];
  };
  spec?: { nodeName?: string };
  status: {
    phase?: string;
    message?: string;
    conditions?: { type: string; status: string; message?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

/** How it is with a container of a pod. */
export interface ContainerStatus {
  name: string;
  ready: boolean;
  state: ContainerState;
  /** How it was before it began anew. */
  lastState: ContainerState;
}

interface ContainerState {
  running?: { startedAt: string };
  waiting?: { reason?: string; message?: string };
  terminated?: Ended;
}

/** How a container ended. */
export interface Ended {
  exitCode: number;
  reason?: string;
  message?: string;
}

/** All containers of a pod, in the order in which they begin. */
export function containersOf({ status }: PodObject): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

/** Whether a pod answers. */
export function isReady({ status }: PodObject): boolean {
  return (status.conditions ?? []).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
}
