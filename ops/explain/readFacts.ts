import { stagingDirectory } from "../../model/image";
import { podOfUrl } from "../../model/names";
import { deployedPods, type GlancePod } from "../glance/pods";
import { type ImageRecord, imageRecords } from "../glance/imageRecord";
import { readLogs } from "../logs/podLogs";
import { lastLine, runPython } from "../python";
import type { Cluster } from "../../components/cluster";
import type { ImageFacts, ImportHistory } from "./facts";

/**
 * Gathers what images are explained from.
 *
 * @param since How far to look back in the logs, as kubectl takes it.
 * @param report Takes a sentence for each pod whose log cannot be read.
 * @throws Error when no Glance pod is ready, or the database cannot be reached.
 */
export async function readFacts(
  cluster: Cluster,
  ids: readonly string[],
  since: string,
  report: (problem: string) => void,
): Promise<ImageFacts[]> {
  const pods = await deployedPods(cluster);
  const pod = pods.find(({ ready }) => ready)?.name;
  if (pod === undefined) {
    throw new Error("No Glance pod is ready: start one, since only they reach the database.");
  }
  const source = { cluster, pods: pods.map(({ name }) => name), since };
  const [records, histories, entries] = await Promise.all([
    imageRecords(cluster, pod, ids),
    importHistories(cluster, pod, ids),
    readLogs(source, report),
  ]);
  return Promise.all(
    histories.map(async ({ id, ...history }) => {
      const image = records.find((record) => record.id === id);
      const stagedFormat = image && (await stagedFormatOf(cluster, pods, image));
      return { id, now: Date.now() / 1000, image, ...history, pods, stagedFormat, entries };
    }),
  );
}

/** What an image that waits for its import will turn out to be. */
async function stagedFormatOf(
  cluster: Cluster,
  pods: readonly GlancePod[],
  { id, status, stageHost }: ImageRecord,
): Promise<string | undefined> {
  const name = stageHost === null ? undefined : podOfUrl(stageHost);
  const pod = pods.find((one) => one.name === name && one.ready);
  if (status !== "uploading" || pod === undefined) {
    return undefined;
  }
  const path = `${stagingDirectory}/${id}`;
  const look = runPython<{ format: string | null }>(cluster, pod.name, "staged_format", [path]);
  const [found] = await look.catch(() => []);
  return found?.format ?? undefined;
}

function importHistories(cluster: Cluster, pod: string, ids: readonly string[]) {
  const query = runPython<ImportHistory & { id: string }>(cluster, pod, "import_history", [ids]);
  return query.catch((error: unknown) => {
    throw new Error(`${pod} cannot reach the database: ${lastLine(error)}.`);
  });
}
