import { stagingClaimTemplate } from "../../model/names";

/**
 * Names of staging claims are `glance-<pod>`, and a pod of a StatefulSet ends in its ordinal. Others
 * begin with `glance-` as well: the image cache (`glance-cache-glance-...`), and the images of a file
 * store (`glance-images`, `glance-images-0`), which may be shared. Written for RE2 as well.
 */
export const stagingName = `^${stagingClaimTemplate}-(.*-)?([0-9]+|.*staging.*)$`;
/** Those others. */
export const otherName = "^glance-(cache|images)(-[0-9]+|-glance-.*)?$";

/** Whether a claim holds staged images, by its name. */
export function isStagingName(name = ""): boolean {
  return new RegExp(stagingName).test(name) && !new RegExp(otherName).test(name);
}
