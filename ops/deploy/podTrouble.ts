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

/** The warning with the reason; that of the back-off says only that it goes on. */
const failedPull = /^Failed to pull image/;

/** What a person does about the reasons that there are most often. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /ErrImagePull|ImagePullBackOff|InvalidImageName|Failed to pull image/,
    "Set glance:image to an image that the nodes can pull, and glance:pod.imagePullSecrets if its registry wants a login.",
  ],
  [
    /path \S+ does not exist/,
    "Make this directory on the node: npm run plan shows which volume is where.",
  ],
  [
    /persistent ?volume|unbound|volume node affinity/i,
    "npm run plan shows which volume the pod needs: kubectl get pv, whether it is there and free.",
  ],
  [/Insufficient \w+/, "Make room on the nodes, or lower glance:resources or glance:replicas."],
  [/exceeded quota/, "Raise the ResourceQuota of the namespace, or lower glance:resources."],
  [
    /untolerated taint/,
    "Set glance:pod.tolerations to what the nodes want, or choose nodes without that taint.",
  ],
  [
    /didn't match Pod's node affinity/,
    "Compare glance:pod.nodeSelector and glance:pod.affinity with kubectl get nodes --show-labels.",
  ],
  [/Too many pods/, "Let the nodes take more pods, or lower glance:replicas."],
  [
    /must specify (limits|requests)/,
    "Set glance:resources and glance:pod.resources for all that the ResourceQuota of the namespace counts.",
  ],
  [
    /(maximum|minimum) \S+ usage per (Container|Pod)/,
    "Set glance:resources and glance:pod.resources to what the LimitRange of the namespace allows.",
  ],
  [
    /(secret|configmap) "\S+" not found/,
    "Make it in the namespace of the stack, where the pods look for it.",
  ],
  [
    /Access denied for user/,
    "Compare glance:database.user and glance:database.password with the database.",
  ],
  [
    /RADOS permission|PermissionDeniedError|PermissionError|errno 13/i,
    "Compare glance:ceph.user and glance:ceph.key with ceph auth get, and set them again.",
  ],
  [
    /HTTP 401|Unauthorized|The request you have made requires authentication/,
    "Compare the passwords in glance:keystone with Keystone's.",
  ],
];

/** What to do about a reason; undefined where it is a rare one. */
export function remedyFor(why: string): string | undefined {
  return remedies.find(([reason]) => reason.test(why))?.[1];
}

/** The line of a log that tells most: the last one that speaks of an error, else the last one. */
export function tellingLine(log: string): string {
  const lines = log.trim().split("\n");
  const telling = /error|exception|denied|refused|fatal|cannot|failed/i;
  return lines.filter((line) => telling.test(line)).at(-1) ?? lines.at(-1) ?? "";
}

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
  const pull = waiting?.state.waiting?.reason === "ImagePullBackOff" ? failedPull : undefined;
  return (
    unscheduled?.message ??
    (pull && lastWarning(pod.metadata.name, warnings, pull)) ??
    (broken && `${broken.name} ended with ${describe(endOf(broken))}`) ??
    (waiting &&
      `${waiting.name}: ${[waiting.state.waiting?.reason, waiting.state.waiting?.message].filter(Boolean).join(", ")}`) ??
    lastWarning(pod.metadata.name, warnings) ??
    message ??
    (phase === "Running" ? "it runs, but does not answer its readiness probe yet" : phase)
  );
}

/**
 * What Kubernetes last warned of about an object.
 *
 * @param kind What the warning must say. @default anything
 */
export function lastWarning(
  name: string,
  warnings: readonly Warning[],
  kind = /^/,
): string | undefined {
  const time = ({ lastTimestamp, eventTime }: Warning) => lastTimestamp ?? eventTime ?? "";
  return warnings
    .filter(({ involvedObject, message }) => involvedObject.name === name && kind.test(message))
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
