/** What kubectl shows of a pod, as far as it tells why the pod is not ready. */
export interface PodState {
  metadata: { name: string; labels?: Record<string, string> };
  status: {
    phase?: string;
    message?: string;
    conditions?: { type: string; status: string; message?: string }[];
    initContainerStatuses?: ContainerState[];
    containerStatuses?: ContainerState[];
  };
}

interface ContainerState {
  name: string;
  ready: boolean;
  state: { waiting?: { reason?: string; message?: string }; terminated?: Ended };
  lastState: { terminated?: Ended };
}

interface Ended {
  exitCode: number;
  reason?: string;
}

/** An event of Kubernetes that warns. */
export interface Warning {
  involvedObject: { name: string };
  message: string;
  /** Null where `eventTime` is set in its place. */
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

/** Waiting of a container that is nothing unusual. */
const starting = ["ContainerCreating", "PodInitializing"];

export function isReady({ status }: PodState): boolean {
  return (status.conditions ?? []).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
}

/** A container that has ended and should not have: it keeps its pod from being ready. */
export function brokenContainer({ status }: PodState): ContainerState | undefined {
  return containersOf(status).find(({ ready, ...one }) => !ready && endOf(one) !== undefined);
}

/** Why a pod is not ready, in the words of Kubernetes. */
export function whyNotReady(pod: PodState, warnings: readonly Warning[]): string {
  const { phase = "Pending", message, conditions = [] } = pod.status;
  const unscheduled = conditions.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  const broken = brokenContainer(pod);
  const waiting = containersOf(pod.status).find(
    ({ state }) => state.waiting !== undefined && !starting.includes(state.waiting.reason ?? ""),
  );
  return (
    unscheduled?.message ??
    (broken && `${broken.name} ended with ${describe(endOf(broken))}`) ??
    (waiting &&
      `${waiting.name}: ${[waiting.state.waiting?.reason, waiting.state.waiting?.message].filter(Boolean).join(", ")}`) ??
    lastWarning(pod.metadata.name, warnings) ??
    message ??
    (phase === "Running" ? "it runs, but does not answer its readiness probe yet" : phase)
  );
}

/** What Kubernetes last warned of about an object. */
export function lastWarning(name: string, warnings: readonly Warning[]): string | undefined {
  const time = ({ lastTimestamp, eventTime }: Warning) => lastTimestamp ?? eventTime ?? "";
  return warnings
    .filter(({ involvedObject }) => involvedObject.name === name)
    .sort((a, b) => time(a).localeCompare(time(b)))
    .at(-1)?.message;
}

function containersOf({ initContainerStatuses = [], containerStatuses = [] }: PodState["status"]) {
  return [...initContainerStatuses, ...containerStatuses];
}

/** How a container ended that did not end well. */
function endOf({ state, lastState }: Pick<ContainerState, "state" | "lastState">) {
  const end = state.terminated ?? lastState.terminated;
  return end?.exitCode === 0 ? undefined : end;
}

function describe(end: Ended | undefined): string {
  const reason = end?.reason ?? "Error";
  return `exit code ${end?.exitCode}${reason === "Error" ? "" : ` (${reason})`}`;
}
