import { formatStorageQuantity } from "../../model/quantity";
import type { StagedImage, Staging, StagingVolume } from "./readStaging";
import type { StagedFile } from "../glance/stagingVolume";
import { table } from "../table";

/** What is staged where, for people to read. `now` is in seconds since the epoch. */
export function stagingText(staging: Staging, now: number): string {
  const rows = [
    ...staging.volumes.flatMap((volume) =>
      volume.files.map((file) => fileRow(staging, volume, file, now)),
    ),
    ...staging.images
      .filter(({ id }) => !hasFile(staging, id))
      .map((image) => imageRow(staging, image, now)),
  ];
  const files =
    rows.length === 0
      ? "Nothing is staged."
      : table(["POD", "NODE", "FILE", "SIZE", "AGE", "IMAGE", "STAGE HOST", "NOTE"], rows);
  return `${volumeTable(staging.volumes)}\n\n${files}`;
}

function volumeTable(volumes: readonly StagingVolume[]): string {
  return table(
    ["POD", "NODE", "TOTAL", "FREE", "FILES"],
    volumes.map(({ pod, node = "-", total, free, files, problem }) =>
      problem === undefined
        ? [pod, node, quantity(total), quantity(free), String(files.length)]
        : [pod, node, "-", "-", `not reached: ${problem}`],
    ),
  );
}

function fileRow(
  staging: Staging,
  { pod, node = "-" }: StagingVolume,
  file: StagedFile,
  now: number,
): string[] {
  const image = staging.images.find(({ id }) => id === file.image);
  return [
    pod,
    node,
    file.name,
    quantity(file.size),
    age(now - file.modified),
    image?.status ?? "no image",
    image?.stagePod ?? "-",
    fileNote(staging, pod, file, image),
  ];
}

function imageRow(staging: Staging, image: StagedImage, now: number): string[] {
  const { id, status, stagePod = "-", updated = now } = image;
  return ["-", "-", id, "-", age(now - updated), status, stagePod, imageNote(staging, image)];
}

function fileNote(
  staging: Staging,
  pod: string,
  file: StagedFile,
  image: StagedImage | undefined,
): string {
  if (image === undefined) {
    return "Glance does not know such files";
  }
  if (["deleted", "unknown"].includes(image.status)) {
    return "the image is gone; the pod removes the file when it starts";
  }
  if (file.converted) {
    return image.status === "importing" ? "conversion" : "left by a conversion";
  }
  if (isMissing(staging, image.stagePod)) {
    return `there is no pod ${image.stagePod}`;
  }
  return image.stagePod === undefined || image.stagePod === pod ? "" : "not on its stage host";
}

function imageNote(staging: Staging, { status, stagePod }: StagedImage): string {
  const volume = staging.volumes.find(({ pod }) => pod === stagePod);
  if (isMissing(staging, stagePod)) {
    return `there is no pod ${stagePod}: scale up, or the image can neither be imported nor deleted`;
  }
  if (volume?.problem !== undefined) {
    return "its stage host is not reached";
  }
  if (status === "uploading" && volume !== undefined) {
    return "its file is gone: run npm run ops -- rescue --repair, and upload it again";
  }
  return "";
}

function isMissing({ volumes }: Staging, stagePod: string | undefined): boolean {
  return stagePod !== undefined && !volumes.some(({ pod }) => pod === stagePod);
}

function hasFile({ volumes }: Staging, id: string): boolean {
  return volumes.some(({ files }) => files.some(({ image }) => image === id));
}

function quantity(bytes = 0): string {
  return formatStorageQuantity(bytes);
}

/** A duration in its largest unit, as kubectl shows ages. */
function age(seconds: number): string {
  const units: [string, number][] = [
    ["d", 86400],
    ["h", 3600],
    ["m", 60],
  ];
  const [unit, length] = units.find(([, size]) => seconds >= 2 * size) ?? ["s", 1];
  return `${Math.max(0, Math.floor(seconds / length))}${unit}`;
}
