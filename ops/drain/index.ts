import { setTimeout } from "node:timers/promises";

import pRetry from "p-retry";

import { servingLabel } from "../../model/names";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { glancePods } from "../glance/pods";
import { runStep, type StepLine } from "../glance/repairStep";
import { readHeldImages } from "./readHeldImages";
import { type HeldImage, heldText, areLeftovers, podsToDrain, remedy } from "./heldImages";

/** How a drain goes on. */
export interface DrainOptions {
  /** Whether to import what is staged; otherwise clients must import or delete it. */
  import: boolean;
  /** Seconds to wait until nothing is left. */
  timeout: number;
}

/** Seconds between two looks. */
const interval = 3;

/**
 * Empties pods before they go: takes them out of the Service for clients, so that nobody stages there, and waits until
 * all they hold has been imported or deleted. Peers reach them all the while.
 *
 * @param target A number of replicas, whose surplus pods are emptied, or the name of a pod.
 * @throws Error naming what is left when the time is over, a pod that cannot be looked into, or that clients could import
 *   nothing.
 */
export async function drain(
  { cluster }: Stack,
  target: string,
  options: DrainOptions,
): Promise<void> {
  const pods = podsToDrain(await glancePods(cluster), target);
  if (pods.length === 0) {
    console.log(`No pod goes with ${target} replicas.`);
    return;
  }
  const held = await readHeldImages(cluster, pods);
  if (target === "0" && held.length > 0 && !options.import) {
    throw new Error(
      "No pod would be left through which clients could import or delete what is staged: add --import.",
    );
  }
  await setServing(cluster, pods, false);
  console.log(`Out of service: ${pods.join(", ")}.`);
  await waitUntilEmpty(cluster, pods, options).catch((error: unknown) => {
    const back = `npm run ops -- undrain ${target} brings these pods back into service.`;
    throw new Error(`${(error as Error).message} ${back}`, { cause: error });
  });
  console.log("Nothing is staged there: these pods may go. Until then undrain brings them back.");
}

/** Puts pods that were drained back into the Service for clients. */
export async function undrain({ cluster }: Stack, target: string): Promise<void> {
  const pods = podsToDrain(await glancePods(cluster), target);
  if (pods.length === 0) {
    console.log(`No pod was drained for ${target} replicas.`);
    return;
  }
  await setServing(cluster, pods, true);
  console.log(`In service: ${pods.join(", ")}.`);
}

/** Pods that start anew are in service: it stands in their template. */
async function setServing(
  cluster: Cluster,
  pods: readonly string[],
  serving: boolean,
): Promise<void> {
  const label = `${servingLabel}=${serving}`;
  await cluster.kubectl(["label", "pods", ...pods, label, "--overwrite"]);
}

async function waitUntilEmpty(
  cluster: Cluster,
  pods: readonly string[],
  options: DrainOptions,
): Promise<void> {
  const deadline = Date.now() + options.timeout * 1000;
  const answers = new Map<string, StepLine>();
  let shown = "";
  for (;;) {
    // A busy pod misses a probe now and then.
    const held = await pRetry(() => readHeldImages(cluster, pods), {
      retries: 5,
      factor: 1,
      minTimeout: interval * 1000,
    });
    if (held.length === 0) {
      return;
    }
    const text = heldText(held);
    if (Date.now() > deadline || (text === shown && areLeftovers(held))) {
      const left = held.map(({ image, pod }) => `${image} on ${pod}`).join(", ");
      throw new Error(`There is still ${left}: ${remedy(held, options.import)}.`);
    }
    if (text !== shown) {
      console.log(`\n${text}`);
      shown = text;
    }
    if (options.import) {
      await importStaged(cluster, held, answers);
    }
    await setTimeout(interval * 1000);
  }
}

/**
 * Asks each pod to import what it has staged, until it does so.
 *
 * @param answers What the pods have answered, by image; an answer is shown once.
 */
async function importStaged(
  cluster: Cluster,
  held: readonly HeldImage[],
  answers: Map<string, StepLine>,
): Promise<void> {
  for (const { pod, image } of held.filter(({ state }) => state === "staged")) {
    const before = answers.get(image) ?? { refused: "" };
    if ("done" in before) {
      continue;
    }
    const answer = await runStep(cluster, pod, { step: "import", pod, image });
    answers.set(image, answer);
    if ("done" in answer) {
      console.log(`${image}: ${answer.done}`);
    } else if (answer.refused !== before.refused) {
      console.log(`${image}: not imported yet: ${answer.refused}`);
    }
  }
}
