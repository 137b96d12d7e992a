import { createInterface } from "node:readline";

import { type ApiType, type Layout, podName, statefulSetName, workerUrl } from "../../model/names";
import { type Cluster, clusterOf } from "../cluster";
import { glancePods } from "../glancePods";
import { getObjects } from "../kubectl";
import { startPython } from "../python";
import { assertStackFile, namespaceOf, plainValue } from "../stackFile";
import { stagedNames } from "../staging/stagingVolume";

/** A pod that takes part in the import. */
interface Worker {
  apiType: ApiType;
  ordinal: number;
}

/** One line of the script in the pod. */
interface Line {
  step?: string;
  seconds?: number;
  detail?: string;
  error?: string;
  image?: string;
}

interface StatefulSet {
  spec: { replicas: number };
}

/**
 * Imports a small qcow2 that one pod has staged through another one, and checks where it was, what became of
 * it and that nothing is left behind. Prints a line per step.
 *
 * @throws Error with the reason when a step does not end as it must.
 */
export async function verifyImport(stack: string): Promise<void> {
  assertStackFile(stack);
  const cluster = clusterOf(stack);
  const namespace = namespaceOf(stack);
  const layout = (plainValue(stack, "layout") ?? "split") as Layout;
  const [stager, importer] = await chooseWorkers(cluster, namespace, layout);

  const url = ({ apiType, ordinal }: Worker) =>
    workerUrl(apiType, namespace, podName(apiType, ordinal));
  const workers = { stageUrl: url(stager), importUrl: url(importer) };
  if (workers.stageUrl === workers.importUrl) {
    console.log(
      "There is only one pod: the image is staged and imported there, nothing is proxied.",
    );
  }
  const pod = podName(importer.apiType, importer.ordinal);
  const image = await importThrough(cluster, namespace, pod, workers);
  await checkStaging(cluster, namespace, image);
  console.log("The import works.");
}

/** The pod with the highest ordinal stages, pod 0 imports; in `split` pod 0 of the internal API. */
async function chooseWorkers(
  cluster: Cluster,
  namespace: string,
  layout: Layout,
): Promise<[Worker, Worker]> {
  const [stages, imports]: [ApiType, ApiType] =
    layout === "split" ? ["external", "internal"] : ["single", "single"];
  const [stagers, importers] = await Promise.all(
    [stages, imports].map((apiType) => replicasOf(cluster, namespace, apiType)),
  );
  if (!stagers || !importers) {
    throw new Error(
      `Nothing can be imported with 0 replicas of ${statefulSetName(stagers ? imports : stages)}: ` +
        "set glance:replicas to 1 or more.",
    );
  }
  return [
    { apiType: stages, ordinal: stagers - 1 },
    { apiType: imports, ordinal: 0 },
  ];
}

async function replicasOf(
  cluster: Cluster,
  namespace: string,
  apiType: ApiType,
): Promise<number | undefined> {
  const name = statefulSetName(apiType);
  const [set] = await getObjects<StatefulSet>(cluster, ["statefulset", name, "-n", namespace]);
  if (set === undefined) {
    throw new Error(`There is no StatefulSet ${name} in namespace ${namespace}: run npm run up.`);
  }
  return set.spec.replicas;
}

async function importThrough(
  cluster: Cluster,
  namespace: string,
  pod: string,
  workers: { stageUrl: string; importUrl: string },
): Promise<string> {
  const run = startPython(cluster, namespace, pod, "verifyImport", JSON.stringify(workers));
  let error: string | undefined;
  let image = "";
  for await (const text of createInterface({ input: run.stdout })) {
    const line = JSON.parse(text) as Line;
    image = line.image ?? image;
    if (line.error !== undefined) {
      error = line.image ? `${line.error} The image ${line.image} is left as it is.` : line.error;
    } else if (line.step !== undefined) {
      printStep(line.step, line.seconds ?? 0, line.detail ?? "");
    }
  }
  const result = await run;
  if (result.failed || error !== undefined) {
    throw new Error(error ?? result.stderr.trim());
  }
  return image;
}

/** After an import nothing of the image may be left in any staging directory. */
async function checkStaging(cluster: Cluster, namespace: string, image: string): Promise<void> {
  const started = Date.now();
  const pods = await glancePods(cluster, namespace);
  const staged = await Promise.all(
    pods.map(async ({ name }) => ({ name, files: await stagedNames(cluster, namespace, name) })),
  );
  const left = staged.filter(({ files }) => files.some((file) => file.startsWith(image)));
  if (left.length > 0) {
    const where = left.map(({ name }) => name).join(", ");
    throw new Error(`A file of image ${image} is left in the staging directory of ${where}.`);
  }
  const others = staged.reduce((sum, { files }) => sum + files.length, 0);
  const detail = others === 0 ? "empty" : `nothing of this image, ${others} files of others`;
  printStep("check staging", (Date.now() - started) / 1000, `${detail} on ${staged.length} pods`);
}

function printStep(step: string, seconds: number, detail: string): void {
  console.log(`${step.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`);
}
