import type { LabTask } from "../tasks";
import { buildGlanceImage, glanceImage } from "./glance";
import { buildPauseImage, pauseImage } from "./pause";

/** Steps that write the images as archives to `<cache>/images`, for every node to import; any order. */
export const imageTasks: readonly LabTask[] = [
  { title: `Image ${pauseImage}`, task: buildPauseImage },
  { title: `Image ${glanceImage}`, task: buildGlanceImage },
];
