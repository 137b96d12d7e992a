import { InvalidArgumentError } from "commander";

import { isImageId } from "../glance/imageId";
import type { Stack } from "../stack";
import type { Setting } from "../stackFile";

/** Reads a stack. Help, and mistakes in the arguments, need none of what that loads. */
export async function openStack(name: string, changes: readonly Setting[] = []): Promise<Stack> {
  return (await import("../stack.js")).openStack(name, changes);
}

/** The option that every command has. */
export const stackOption = ["--stack <name>", "name of the stack", "dev"] as const;

/** The option of commands whose output scripts read. */
export const jsonOption = ["--json", "print JSON", false] as const;

/** Reads a number of pods. */
export function parseReplicas(text: string): number {
  if (!/^\d{1,4}$/.test(text)) {
    throw new InvalidArgumentError("Write a whole number such as 2.");
  }
  return Number(text);
}

/** Reads a time to wait. */
export function parseSeconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) {
    throw new InvalidArgumentError("Write a whole number of seconds such as 600.");
  }
  return Number(text);
}

/** Reads an age. */
export function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (text.trim() === "" || !(minutes >= 0)) {
    throw new InvalidArgumentError("Write a number of minutes such as 10.");
  }
  return minutes;
}

/** Reads a duration as kubectl takes it. */
export function parseDuration(text: string): string {
  if (!/^(\d+[hms])+$/.test(text)) {
    throw new InvalidArgumentError("Write a number with h, m or s, such as 10m.");
  }
  return text;
}

/** Reads the id of a request. */
export function parseRequest(text: string): string {
  if (!/^req-[\w-]+$/.test(text)) {
    throw new InvalidArgumentError(
      "A request id begins with req-, as in the header x-openstack-request-id.",
    );
  }
  return text;
}

/** Reads the id of an image. */
export function parseImage(text: string): string {
  if (!isImageId(text)) {
    throw new InvalidArgumentError("Write the id of an image, as openstack image list shows it.");
  }
  return text;
}
