import { createInterface } from "node:readline";

import { stagedOn } from "../../components/stagedOn";
import { apisForClients, type Deployment, type Pod } from "../../model/deployment";
import { logFile } from "../../model/image";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { glancePods } from "../glance/pods";
import { startPython } from "../python";

/** One line of the script in the pod. */
interface Line {
  step?: string;
  seconds?: number;
  detail?: string;
  error?: string;
  image?: string;
}

/**
 * Imports a small qcow2 that one pod has staged through another one, and checks where it was, what became of
 * it and that nothing is left behind. Prints a line per step.
 *
 * @throws Error with the reason when a step does not end as it must.
 */
export async function verifyImport({ cluster, deployment }: Stack): Promise<void> {
  const [stager, importer] = chooseWorkers(deployment);
  const running = await glancePods(cluster);
  for (const { name } of [stager, importer]) {
    if (!running.some((pod) => pod.name === name)) {
      throw new Error(`There is no pod ${name} in namespace ${cluster.namespace}: run npm run up.`);
    }
  }
  if (stager.name === importer.name) {
    console.log(
      "There is only one pod: the image is staged and imported there, nothing is proxied.",
    );
  }
  const image = await importThrough(cluster, importer.name, [stager.url, importer.url]);
  await checkStaging(cluster, image);
  console.log("The import works.");
}

/** The pod with the highest ordinal stages, pod 0 imports; in `split` pod 0 of the internal API. */
function chooseWorkers(deployment: Deployment): [Pod, Pod] {
  const { external, internal } = apisForClients(deployment);
  const stager = external.pods.at(-1);
  const [importer] = internal.pods;
  if (stager === undefined || importer === undefined) {
    const { statefulSet } = stager === undefined ? external : internal;
    throw new Error(
      `Nothing can be imported with 0 replicas of ${statefulSet}: set glance:replicas to 1 or more.`,
    );
  }
  return [stager, importer];
}

async function importThrough(
  cluster: Cluster,
  pod: string,
  urls: [string, string],
): Promise<string> {
  const run = startPython(cluster, pod, "verify_import", [...urls, logFile]);
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
async function checkStaging(cluster: Cluster, image: string): Promise<void> {
  const started = Date.now();
  const pods = await glancePods(cluster);
  const staged = await Promise.all(
    pods.map(async ({ name }) => ({ name, files: await stagedOn(cluster, name) })),
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
