import type { LabTask } from "../tasks";
import { buildGlanceImage, glanceImage } from "./glance";
import { buildPauseImage, pauseImage } from "./pause";

/** Writes an image as an archive to `<cache>/images`, for every node to import; needs the executables. */
export const pauseImageTask: LabTask = { title: `Image ${pauseImage}`, task: buildPauseImage };

/** The same for the image of Glance, which needs nothing. */
export const glanceImageTask: LabTask = { title: `Image ${glanceImage}`, task: buildGlanceImage };
