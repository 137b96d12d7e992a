import assert from "node:assert/strict";

import { waitUntil } from "../../../lab/wait";
import { openStack } from "../../../ops/stack";
import { glancePods } from "../../../ops/glance/pods";
import { allActive, importsIn, type StagedImage, startImport, statusOf } from "../images";
import { inPod, npm, objects, stack } from "../stack";

/** The pod that stages, on node n3, and one that is asked to import, on node n1. */
export const stager = "glance-external-api-2";
export const other = "glance-external-api-0";

/** Every image that a client was told is active, and has not deleted since. */
export const activeImages: StagedImage[] = [];

/** Runs kubectl in the namespace of the stack. */
export function kube(...args: string[]): Promise<string> {
  return openStack(stack).cluster.kubectl([...args]);
}

/** Waits until a pod is not ready, so that clients do not reach it by the Service. */
export function leavesService(pod: string, seconds: number): Promise<void> {
  return waitUntil(`${pod} stayed in the Service`, seconds, async () => {
    const pods = await glancePods(openStack(stack).cluster);
    return pods.some(({ name, ready }) => name === pod && !ready);
  });
}

/**
 * Waits until all pods of the stack are ready; there are six of them. What a node that was away has last told of its
 * pods stands for a while: they are asked themselves.
 */
export function podsReady(seconds = 120): Promise<void> {
  return waitUntil("The pods were not ready", seconds, async () => {
    const pods = await glancePods(openStack(stack).cluster);
    await Promise.all(pods.map(({ name }) => inPod(name, "true")));
    return pods.length === 6 && pods.every(({ ready }) => ready);
  });
}

/**
 * Asks a pod to import an image, as long as it cannot: what a client does. A pod that ends may have begun the import
 * and taken its answer with it; then all later ones are 409.
 */
export function importAgain(pod: string, { image }: StagedImage, seconds: number): Promise<void> {
  return waitUntil(`${pod} did not begin to import ${image}`, seconds, async () => {
    const answer = await startImport(pod, image);
    const status = await statusOf(pod, image);
    if (answer !== 202 && !["importing", "active"].includes(status)) {
      throw new Error(`${pod} answers ${answer}, and the image is ${status}.`);
    }
    return true;
  });
}

/** Waits until the import of an image has ended well; from then on its bytes are compared after every fault. */
export async function becomesActive(pod: string, staged: StagedImage): Promise<void> {
  assert.deepEqual(await importsIn(pod, [staged]), allActive([staged]));
  activeImages.push(staged);
}

/** Stages, imports and reads back: all that clients do goes on. */
export async function importsWork(pod: string, staged: StagedImage): Promise<void> {
  assert.equal(await startImport(pod, staged.image), 202);
  await becomesActive(pod, staged);
}

/** Has rescue import an image that is stuck; Ceph believes for a while that a killed client is there. */
export async function rescued({ image }: StagedImage): Promise<void> {
  const options = ["--repair", "--import", "--older-than", "0", "--image", image];
  await waitUntil(`${image} was not rescued`, 120, async () => {
    const output = await npm("ops", "rescue", "--stack", stack, ...options);
    return output.includes(`${image}: `);
  });
}

/** Waits until an import that may be stuck has ended well, with the help of rescue if it is. */
export async function becomesActiveOrIsRescued(pod: string, staged: StagedImage): Promise<void> {
  const isActive = async () => (await statusOf(pod, staged.image)) === "active";
  await waitUntil(`${staged.image} was not active`, 30, isActive).catch(() => rescued(staged));
  await becomesActive(pod, staged);
}

/** Waits until a process of Glance itself in a pod, and no qemu-img, works on a staged image; returns its pid. */
export async function workerAt(pod: string, image: string): Promise<string> {
  const script = `for p in /proc/[0-9]*; do
    grep -q uwsgi $p/comm && ls -l $p/fd | grep -q ${image} && basename $p
  done 2>/dev/null; true`;
  let worker = "";
  await waitUntil(`No process of ${pod} worked on ${image}`, 120, async () => {
    worker = (await inPod(pod, "sh", "-c", script)).trim();
    return worker !== "";
  });
  return worker;
}

/** Does something to a container and waits until Kubernetes has started it again. */
export async function restarts(
  pod: string,
  container: string,
  action: () => Promise<unknown>,
): Promise<void> {
  const before = await restartCount(pod, container);
  await action();
  await waitUntil(
    `${container} of ${pod} was not started again`,
    120,
    async () => (await restartCount(pod, container)) > before,
  );
  await podsReady();
}

/** How often Kubernetes has started a container of a pod again. */
export async function restartCount(pod: string, container: string): Promise<number> {
  const status = (await objects("pods")).get(pod)?.status;
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return all.find(({ name }) => name === container)?.restartCount ?? 0;
}
