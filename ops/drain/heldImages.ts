import type { GlancePod } from "../glance/pods";
import type { ImageRecord } from "../glance/imageRecord";
import type { StagedFile } from "../glance/stagingVolume";
import { table } from "../table";

/** What a pod that goes has staged. */
export interface StagedOnPod {
  pod: string;
  files: StagedFile[];
}

/** Files of an image on a pod that goes. */
export interface HeldImage {
  pod: string;
  /** Its id, or the name of a file that belongs to none. */
  image: string;
  /**
   * `staged` waits for its import, `uploading` and `importing` go on by themselves, `leftover` is of no use to any
   * image.
   */
  state: "staged" | "uploading" | "importing" | "leftover";
  /** Bytes of its files. */
  size: number;
}

/**
 * The pods that a drain is about: one by its name, or those that are too many for a number of replicas.
 *
 * @throws Error when there is no pod of that name.
 */
export function podsToDrain(pods: readonly GlancePod[], target: string): string[] {
  if (/^\d+$/.test(target)) {
    return pods.filter(({ ordinal }) => ordinal >= Number(target)).map(({ name }) => name);
  }
  if (!pods.some(({ name }) => name === target)) {
    const names = pods.map(({ name }) => name).join(", ");
    throw new Error(`There is no pod ${target}: write a number of replicas, or one of ${names}.`);
  }
  return [target];
}

/** What pods hold, by pod and image. */
export function heldImages(
  staged: readonly StagedOnPod[],
  images: readonly ImageRecord[],
): HeldImage[] {
  const imageOf = ({ name, image }: StagedFile) => image ?? name;
  return staged.flatMap(({ pod, files }) =>
    [...new Set(files.map(imageOf))].map((image) => {
      const group = files.filter((file) => imageOf(file) === image);
      const record = images.find(({ id }) => id === image);
      const size = group.reduce((sum, file) => sum + file.size, 0);
      return { pod, image, state: stateOf(record, group), size };
    }),
  );
}

function stateOf(image: ImageRecord | undefined, files: readonly StagedFile[]): HeldImage["state"] {
  if (image?.status === "importing") {
    return "importing";
  }
  // An image gets its stage host when its upload has ended.
  if (image?.status === "uploading" && image.stageHost !== null) {
    return "staged";
  }
  return files.some(({ open }) => open) ? "uploading" : "leftover";
}

/** What is held, for people to read. */
export function heldText(held: readonly HeldImage[]): string {
  return table(
    ["POD", "IMAGE", "STATE", "MIB"],
    held.map(({ pod, image, state, size }) => [pod, image, state, (size / 2 ** 20).toFixed(1)]),
  );
}

/** Whether waiting is in vain: nobody will ever import or delete it. */
export function areLeftovers(held: readonly HeldImage[]): boolean {
  return held.every(({ state }) => state === "leftover");
}

/** What an operator does about what is left. */
export function remedy(held: readonly HeldImage[], imports: boolean): string {
  if (areLeftovers(held)) {
    return "remove what no image needs with npm run ops -- rescue --repair";
  }
  return held.some(({ state }) => state === "staged") && !imports
    ? "import what is staged with --import, or delete it"
    : "wait longer with --timeout, or look with npm run ops -- rescue";
}
