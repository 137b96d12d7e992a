import type { Cause } from "./cause";
import { contentCauses } from "./content";
import { downloadCauses } from "./download";
import { processingCauses } from "./processing";
import { storageCauses } from "./storage";

/** The cause that messages of Glance tell of; the first of the tables that fits. */
export function causeOf(text: string, method: string | null): Cause | undefined {
  const isDownload = method === "web-download" || method === "glance-download";
  return [
    ...(isDownload ? downloadCauses : []),
    ...contentCauses,
    ...storageCauses,
    ...processingCauses,
  ].find(({ pattern }) => pattern.test(text));
}
