import { publicUrlOf } from "../../model/names";
import { shortened } from "../../model/shortened";
import { isReady } from "../glance/podObject";
import type { Stack } from "../stack";
import { table } from "../table";
import { remedyFor } from "./podTrouble";
import type { Summary, Trouble } from "./readSummary";

/** Letters of a reason that are shown. */
const mostShown = 400;

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
  const why = troubles.flatMap(troubleLines).map((line) => `  ${line}`);
  return [
    table(["API", "URL IN THE CLUSTER", "PODS READY"], rows),
    ...(publicUrl === undefined ? [] : [`Clients elsewhere use ${publicUrl}.`]),
    ...(why.length === 0 ? [] : ["", "Not ready:", ...why]),
    "",
    "Next:",
    ...nextSteps(stack, troubles).map(([command, what]) => `  ${command}   ${what}`),
  ].join("\n");
}

/** What is not as it should be and why, and below it what to do about that. */
export function troubleLines({ object, why }: Trouble): string[] {
  const remedy = remedyFor(why);
  return [`${object}   ${oneLine(why)}`, ...(remedy === undefined ? [] : [`  ${remedy}`])];
}

function oneLine(text: string): string {
  return shortened(text.trim().replace(/\s+/g, " "), mostShown);
}

function nextSteps(
  { name, cluster, lab }: Stack,
  [trouble]: readonly Trouble[],
): [string, string][] {
  const option = name === "dev" ? "" : ` --stack ${name}`;
  const options = option && ` --${option}`;
  const [program, connection] = cluster.command();
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
    ...(lab ? [[`${kubectl} get pods`, "look around"] satisfies [string, string]] : []),
  ];
}
