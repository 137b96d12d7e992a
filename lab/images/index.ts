import type { LabTask } from "../tasks";
import { buildGlanceImage } from "./glance";
import { buildPauseImage, pauseImage } from "./pause";
import { imageReference, wantedVariants } from "./variants";

/** Writes an image as an archive to `<cache>/images`, for every node to import; needs the executables. */
export const pauseImageTask: LabTask = { title: `Image ${pauseImage}`, task: buildPauseImage };

/** The same for the images of Glance, which need nothing. */
export const glanceImageTasks: readonly LabTask[] = wantedVariants().map((variant) => ({
  title: `Image ${imageReference(variant)}`,
  task: () => buildGlanceImage(variant),
}));
