import type { LabTask } from "../tasks.js";
import { buildGlanceImage, glanceImage } from "./glance.js";
import { buildPauseImage, pauseImage } from "./pause.js";

/** Steps that write the images as archives to `<cache>/images`, for every node to import; any order. */
export const imageTasks: readonly LabTask[] = [
  { title: `Image ${pauseImage}`, task: buildPauseImage },
  { title: `Image ${glanceImage}`, task: buildGlanceImage },
];
