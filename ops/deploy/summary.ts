import { getObjects, kubectl, kubectlCommand } from "../../components/kubectl";
import { type Api, podsOf } from "../../model/deployment";
import { publicUrlOf } from "../../model/names";
import { shortened } from "../../model/shortened";
import { isReady, type PodObject } from "../glance/podObject";
import type { Stack } from "../stack";
import { table } from "../table";
import {
  brokenContainer,
  lastWarning,
  remedyFor,
  tellingLine,
  type Warning,
  whyNotReady,
} from "./podTrouble";

/** What became of a deployment. */
export interface Summary {
  /** The pods that are there, of Jobs as well. */
  pods: readonly PodObject[];
  /** Pods and StatefulSets that are not as they should be, and why. */
  troubles: readonly Trouble[];
}

interface Trouble {
  /** As kubectl names it, such as `pod/glance-single-api-0`. */
  object: string;
  why: string;
}

/** Letters of a reason that are shown. */
const mostShown = 400;

/** Looks at what a deployment has come to. */
export async function readSummary({ cluster, deployment }: Stack): Promise<Summary> {
  const [pods, warnings] = await Promise.all([
    getObjects<PodObject>(cluster, ["pods", "-l", "app.kubernetes.io/part-of=glance"]),
    getObjects<Warning>(cluster, ["events", "--field-selector", "type=Warning"]),
  ]);
  const wanted = new Set(podsOf(deployment).map(({ name }) => name));
  const trouble = async (pod: PodObject): Promise<Trouble> => {
    const { name } = pod.metadata;
    const container = brokenContainer(pod);
    const log = container && (await lastLine(name, container.name));
    return {
      object: `pod/${name}`,
      why: [whyNotReady(pod, warnings), log].filter(Boolean).join(": "),
    };
  };
  // Of a container that has begun anew it is that of the one before.
  const lastLine = async (pod: string, container: string) => {
    const log = (...options: string[]) =>
      kubectl(cluster, ["logs", pod, "-c", container, "--tail=40", ...options]);
    const text = await log("--previous")
      .catch(() => log())
      .catch(() => "");
    return tellingLine(text);
  };
  const broken = pods.filter(
    (pod) => !isReady(pod) && (wanted.has(pod.metadata.name) || isFailed(pod, pods)),
  );
  const missing = deployment.apis.flatMap((api) => missingPods(api, pods, warnings));
  return { pods, troubles: [...(await Promise.all(broken.map(trouble))), ...missing] };
}

/** Of a Job that no later pod has completed; pods that succeed are not ready either. */
function isFailed({ metadata, status }: PodObject, pods: readonly PodObject[]): boolean {
  const job = metadata.labels?.["job-name"];
  return (
    job !== undefined &&
    status.phase === "Failed" &&
    !pods.some(
      (other) => other.metadata.labels?.["job-name"] === job && other.status.phase === "Succeeded",
    )
  );
}

function missingPods(
  { statefulSet, pods: wanted }: Api,
  pods: readonly PodObject[],
  warnings: readonly Warning[],
): Trouble[] {
  const names = pods.map(({ metadata }) => metadata.name);
  const missing = wanted.filter(({ name }) => !names.includes(name)).length;
  const why = lastWarning(statefulSet, warnings) ?? "it waits for the others";
  const what = `${missing} of ${wanted.length} pods are not there: ${why}`;
  return missing === 0 ? [] : [{ object: `statefulset/${statefulSet}`, why: what }];
}

/** URLs, pods that are ready, what is not and why, and what to do next. */
export function summaryText(stack: Stack, { pods, troubles }: Summary): string {
  const { apis } = stack.deployment;
  const ready = pods.filter(isReady).map(({ metadata }) => metadata.name);
  const rows = apis.map(({ type, clientUrl, replicas, pods: own }) => [
    type,
    clientUrl,
    `${own.filter(({ name }) => ready.includes(name)).length} of ${replicas}`,
  ]);
  const publicUrl = publicUrlOf(stack.settings.keystone, stack.settings.expose);
  const why = troubles.flatMap(({ object, why }) => {
    const remedy = remedyFor(why);
    return [`  ${object}   ${oneLine(why)}`, ...(remedy === undefined ? [] : [`    ${remedy}`])];
  });
  return [
    table(["API", "URL IN THE CLUSTER", "PODS READY"], rows),
    ...(publicUrl === undefined ? [] : [`Clients elsewhere use ${publicUrl}.`]),
    ...(why.length === 0 ? [] : ["", "Not ready:", ...why]),
    "",
    "Next:",
    ...nextSteps(stack, troubles).map(([command, what]) => `  ${command}   ${what}`),
  ].join("\n");
}

function oneLine(text: string): string {
  return shortened(text.trim().replace(/\s+/g, " "), mostShown);
}

function nextSteps({ name, cluster }: Stack, [trouble]: readonly Trouble[]): [string, string][] {
  const option = name === "dev" ? "" : ` --stack ${name}`;
  const options = option && ` --${option}`;
  const [program, connection] = kubectlCommand(cluster);
  const kubectl = [program, ...connection].join(" ");
  if (trouble !== undefined) {
    return [
      [`${kubectl} describe ${trouble.object}`, "all that Kubernetes says of it"],
      [`npm run ops -- logs${option}`, "what Glance says"],
      [`npm run up${options}`, "go on, when it is mended"],
    ];
  }
  return [
    [`npm run verify:import${options}`, "import an image from one pod through another"],
    [`npm run up --${option} --config replicas=1`, "scale; claims and volumes stay"],
    [`npm run down${options}`, "remove it again"],
    ...(cluster.lab ? [[`${kubectl} get pods`, "look around"] satisfies [string, string]] : []),
  ];
}
