import type { EvaluatedResource } from "../../render";

/** What a deployment must know of an object to wait for it. */
export interface Identity {
  kind: string;
  metadata: { name: string; namespace?: string };
  /** What decides how long the roll-out of a StatefulSet takes. */
  spec?: {
    replicas?: number;
    template?: { spec?: { terminationGracePeriodSeconds?: number } };
  };
}

type Manifest = EvaluatedResource["manifest"];

/** Kind, name and namespace of an object. */
export function identity({ manifest }: EvaluatedResource): Identity {
  return manifest as unknown as Identity;
}

/**
 * Objects as one List for kubectl's standard input.
 *
 * @param labels Added to every object.
 */
export function manifestList(
  resources: readonly EvaluatedResource[],
  labels: Record<string, string> = {},
): string {
  const items = resources.map(({ manifest }) => withLabels(encodeStringData(manifest), labels));
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

/** "Job, 2 Secret": the kinds of objects with their numbers. */
export function summary(resources: readonly EvaluatedResource[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of resources.map(identity)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`)).join(", ");
}

/** The API server never stores stringData, so that applying it would write the Secret anew each time. */
function encodeStringData({ stringData, ...manifest }: Manifest): Manifest {
  if (stringData === undefined) {
    return manifest;
  }
  const data = Object.entries(stringData as Record<string, string>).map(([key, text]) => [
    key,
    Buffer.from(text).toString("base64"),
  ]);
  return { ...manifest, data: Object.fromEntries(data) as Record<string, string> };
}

function withLabels(manifest: Manifest, labels: Record<string, string>): Manifest {
  const metadata = manifest["metadata"] as Record<string, Manifest | undefined>;
  return { ...manifest, metadata: { ...metadata, labels: { ...metadata["labels"], ...labels } } };
}
