import { count, fields } from "./values";

/** The largest limit that Keystone takes. */
export const noLimit = 2 ** 31 - 1;

const limit = (what: string) => count(`a whole number${what}`, 0, noLimit).optional();

/** Limits of a project, unless Keystone has others for it. */
export const quotas = fields({
  imageSizeTotal: limit(" of MiB").describe(
    "MiB that the images of a project may take; it needs `keystone.adminPassword`, by which limits are registered",
  ),
  imageStageTotal: limit(" of MiB").describe(
    "MiB that a project may have staged at a time, on all pods together",
  ),
  imageCountTotal: limit("").describe("Images of a project"),
  imageCountUploading: limit("").describe("Images that a project may upload or import at a time"),
});
