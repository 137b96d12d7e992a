import { stagingClaimTemplate } from "../../model/names";

/**
 * Names of staging claims are `glance-<pod>`, and a pod of a StatefulSet ends in its ordinal. Others begin with `glance-`
 * as well: the image cache (`glance-cache-glance-...`), the images of a file store (`glance-images-0`), and what belongs
 * to a dashboard or an exporter (`glance-ui-assets-0`); so the set must be called `glance-...` or `...-api`, or the claim
 * say what it is for. Written for RE2 as well.
 */
export const stagingName = `^${stagingClaimTemplate}-(glance-(.*-)?[0-9]+|(.*-)?api-[0-9]+|.*staging.*)$`;
/** Those others that fit nevertheless. */
export const otherName = "^glance-(cache|images)-glance-.*$";

/** Whether a claim holds staged images, by its name. */
export function isStagingName(name = ""): boolean {
  return new RegExp(stagingName).test(name) && !new RegExp(otherName).test(name);
}
