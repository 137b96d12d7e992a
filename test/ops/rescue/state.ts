import type { RescueState, StagingPod, StoredImage } from "../../../ops/rescue/state";
import type { ImageRecord } from "../../../ops/glance/imageRecord";
import { type ListedFile, type StagedFile, stagedFile } from "../../../ops/glance/stagingVolume";

/** The image that the cases are about. */
export const id = "11111111-2222-4333-8444-555555555555";
/** Now, and long enough ago to be left over, in seconds since 1970. */
export const now = 1_800_000_000;
export const longAgo = now - 3600;
/** When the nodes were started, before all that happened. */
export const booted = longAgo - 7200;
/** The limit of the cases in seconds. */
export const olderThan = 600;

export const url = (pod: string) => `http://${pod}.${pod.replace(/-\d+$/, "")}.openstack.svc:9292`;

export function file(name: string, size = 100, changes: Partial<ListedFile> = {}): StagedFile {
  return stagedFile({ name, size, modified: longAgo, open: false, ...changes });
}

/** Pod of the external API that was looked into. */
export function pod(
  ordinal: number,
  files: StagedFile[] = [],
  changes: Partial<StagingPod> = {},
): StagingPod {
  const name = `glance-external-api-${ordinal}`;
  const node = `n${ordinal + 1}`;
  return { name, url: url(name), node, started: longAgo - 3600, booted, files, ...changes };
}

export function image(status: string, changes: Partial<ImageRecord> = {}): ImageRecord {
  return {
    id,
    status,
    size: 100,
    diskFormat: "qcow2",
    updated: longAgo,
    locations: 0,
    stageHost: null,
    task: null,
    ...changes,
  };
}

/** A lock that an import holds. */
export function task(method: string | null = "glance-direct"): NonNullable<ImageRecord["task"]> {
  return { id: "task", status: "processing", updated: longAgo, method };
}

export function stored(changes: Partial<StoredImage> = {}): StoredImage {
  return { name: id, size: 4096, modified: longAgo, watchers: 0, snapshots: 0, ...changes };
}

/** Two pods of the external API that stage nothing, with their claims. */
export function state(changes: Partial<RescueState> = {}): RescueState {
  const pods = changes.pods ?? [pod(0), pod(1)];
  return {
    now,
    pods,
    claims: pods.map(({ name }) => `glance-${name}`),
    statefulSets: ["glance-external-api"],
    images: [],
    stored: [],
    ...changes,
  };
}
