import {
  type ContainerStatus,
  containersOf,
  type Ended,
  type PodObject,
} from "../glance/podObject";

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

/** A container that has ended and should not have: it keeps its pod from being ready. */
export function brokenContainer(pod: PodObject): ContainerStatus | undefined {
  return containersOf(pod).find(({ ready, ...one }) => !ready && endOf(one) !== undefined);
}

/** Why a pod is not ready, in the words of Kubernetes. */
export function whyNotReady(pod: PodObject, warnings: readonly Warning[]): string {
  const { phase = "Pending", message, conditions = [] } = pod.status;
  const unscheduled = conditions.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  const broken = brokenContainer(pod);
  const waiting = containersOf(pod).find(
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

/** How a container ended that did not end well. */
function endOf({ state, lastState }: Pick<ContainerStatus, "state" | "lastState">) {
  const end = state.terminated ?? lastState.terminated;
  return end?.exitCode === 0 ? undefined : end;
}

function describe(end: Ended | undefined): string {
  const reason = end?.reason ?? "Error";
  return `exit code ${end?.exitCode}${reason === "Error" ? "" : ` (${reason})`}`;
}
