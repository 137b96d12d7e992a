import assert from "node:assert/strict";

import { apiPort, backendPort } from "../../model/image";
import { pythonInPod } from "./stack";

/** A staged image and the checksum of its raw bytes. */
export interface StagedImage {
  image: string;
  checksum: string;
}

/** Stages an image of a virtual size in MiB on a pod; one that waits for its data, or a new one. */
export async function stageImage(
  pod: string,
  mebibytes: number,
  image?: string,
): Promise<StagedImage> {
  const [{ status, ...staged }] = await pythonInPod(pod, "stage_image", apiPort, mebibytes, image);
  if (status !== 204) {
    throw new Error(`${pod} answers ${status} when an image is staged.`);
  }
  return staged;
}

/** Asks a pod to import an image; returns the status of its answer. */
export async function startImport(pod: string, image: string): Promise<number> {
  return (await pythonInPod(pod, "start_import", apiPort, image))[0].status;
}

/** Stages an image on a pod, as stageImage does, and begins to import it through one. */
export async function beginImport(
  stager: string,
  asked: string,
  mebibytes: number,
  image?: string,
): Promise<StagedImage> {
  const staged = await stageImage(stager, mebibytes, image);
  assert.equal(await startImport(asked, staged.image), 202);
  return staged;
}

/** Names of the RBD images in the pool, as a pod sees it. */
export async function storedImages(pod: string): Promise<string[]> {
  return (await pythonInPod(pod, "stored_images"))[0];
}

/** Asks a pod to delete images; returns the status of each answer. */
export async function deleteImages(
  pod: string,
  ...images: readonly StagedImage[]
): Promise<number[]> {
  const ids = images.map(({ image }) => image);
  const answers = await pythonInPod(pod, "delete_images", apiPort, ids);
  return answers.map(({ status }) => status);
}

/** Statuses of a pod's answers to as many new images, which are deleted again. */
export async function statusesOfNewImages(pod: string, count: number): Promise<number[]> {
  const made = await pythonInPod(pod, "make_images", backendPort, count);
  const images = made.map(({ image }) => image).filter((image) => image !== null);
  await pythonInPod(pod, "delete_images", backendPort, images);
  return made.map(({ status }) => status);
}

/** Status of an image, as a pod shows it. */
export async function statusOf(pod: string, image: string): Promise<string> {
  return (await pythonInPod(pod, "image_status", apiPort, image))[0].status;
}

/** The stores that the last import of an image has failed for, as a pod shows them. */
export async function failedStoresOf(pod: string, image: string): Promise<string> {
  return (await pythonInPod(pod, "image_status", apiPort, image))[0].failedStores;
}

/** Waits in a pod until imports have ended, and compares the bytes in Ceph with the original ones. */
export function importsIn(
  pod: string,
  images: readonly StagedImage[],
): Promise<{ image: string; status: string; same: boolean }[]> {
  return pythonInPod(pod, "check_imports", apiPort, images);
}

/** What importsIn returns when all went well. */
export const allActive = (images: readonly StagedImage[]) =>
  images.map(({ image }) => ({ image, status: "active", same: true }));
