import { existsSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";

import { apiPort, backendPort, stagingMountPath, storeModule } from "../../model/image";
import { diskFolders } from "../../lab/cluster/node";
import { state } from "../../lab/paths";
import { nodeNames } from "../../lab/topology";
import { kube, podsReady } from "../e2e/faults/support";
import { inPod, makeStackFile, npm, pythonInPod, stack } from "../e2e/stack";
import { ensureQemu, storeDirectly } from "./directStore";
import { performanceChart } from "./performanceChart";
import { importChapter, type ImportFigures, uploadChapter } from "./importChapters";
import { writeChapter } from "./performancePage";

/** The pods that are measured, by their driver. */
const pods = { ours: "glance-external-api-0", stock: "glance-internal-api-0" } as const;
const measured = "measured.qcow2";
const path = join(stagingMountPath, measured);
const docs = join(__dirname, "../../docs");

/** A qcow2: its virtual size and its data in MiB, and how often and how it is imported in a round. */
interface Image {
  name: string;
  size: number;
  data: number;
  rounds: number;
  count: number;
  atOnce: boolean;
}

const single = { rounds: 3, count: 1, atOnce: false };
const ten = { size: 256, data: 64, rounds: 1, count: 10 };
const images: readonly Image[] = [
  { name: "2 GiB with 350 MiB of data", size: 2048, data: 352, ...single },
  { name: "1 GiB of data", size: 1024, data: 1024, ...single },
  { name: "ten of 256 MiB with 64 MiB of data, one after the other", ...ten, atOnce: false },
  { name: "the same ten at once", ...ten, atOnce: true },
];

/** What measure_import.py prints. */
interface Sample {
  import: number;
  stage: number;
  stageUwsgi: number;
  copy: number;
  checksums: number;
  memory: number;
}

/** Measures imports with the driver of the program, with that of Glance, and the conversion straight into Ceph. */
export async function benchImport(): Promise<void> {
  const qemu = await ensureQemu();
  const machine = { processors: cpus().length, load: loadavg()[0] ?? NaN };
  makeStackFile();
  await npm("up", "--stack", stack);
  await useStockDriver();
  const figures: ImportFigures[] = [];
  for (const image of images) {
    figures.push(await figuresOf(image, qemu));
  }
  for (const pod of Object.values(pods)) {
    await inPod(pod, "rm", path);
  }
  writeChapter("Imports", importChapter(figures, machine));
  writeChapter("Uploads", uploadChapter(figures));
  writeFileSync(join(docs, "performance.svg"), performanceChart(figures));
}

/** Gives one pod the driver of Glance behind the back of the program, so that both can be measured in turn. */
async function useStockDriver(): Promise<void> {
  const secret = ["secret", "glance-internal-api-config-data"];
  const key = "00-config.conf";
  const { data } = JSON.parse(await kube("get", ...secret, "--output=json"));
  const text = Buffer.from(data[key], "base64").toString();
  const changed = text.replace(`rbd:${storeModule}`, "rbd:rbd");
  if (changed === text) {
    throw new Error(`${key} of ${secret.join(" ")} has no driver ${storeModule}.`);
  }
  await kube("patch", ...secret, `--patch=${JSON.stringify({ stringData: { [key]: changed } })}`);
  await kube("delete", "pod", pods.stock);
  await podsReady();
}

async function figuresOf(image: Image, qemu: string): Promise<ImportFigures> {
  for (const pod of Object.values(pods)) {
    await pythonInPod(pod, "make_qcow2", path, image.size, image.data);
  }
  const folder = folderOfFile();
  const floors: number[] = [];
  const ours: Sample[] = [];
  const stock: Sample[] = [];
  for (let round = 0; round < image.rounds; round++) {
    floors.push(await storeDirectly(qemu, folder, measured));
    ours.push(await measure(pods.ours, image));
    stock.push(await measure(pods.stock, image));
    console.log(image.name, JSON.stringify([floors.at(-1), ours.at(-1), stock.at(-1)]));
  }
  const both = [...ours, ...stock];
  const least = (samples: readonly Sample[], key: keyof Sample) =>
    Math.min(...samples.map((sample) => sample[key]));
  const most = (samples: readonly Sample[]) => Math.max(...samples.map(({ memory }) => memory));
  return {
    name: image.name,
    floor: Math.min(...floors) * image.count,
    checksums: (least(both, "checksums") * image.size * image.count) / 1024,
    ours: least(ours, "import"),
    stock: least(stock, "import"),
    oursMemory: most(ours),
    stockMemory: most(stock),
    stage: least(both, "stage"),
    stageUwsgi: least(both, "stageUwsgi"),
    copy: least(both, "copy"),
  };
}

async function measure(pod: string, { count, atOnce }: Image): Promise<Sample> {
  const ports = [apiPort, backendPort];
  const [sample] = await pythonInPod(pod, "measure_import", ...ports, path, count, atOnce);
  return sample;
}

/** The folder of this machine that is the staging volume of one of the pods. */
function folderOfFile(): string {
  const folder = nodeNames
    .flatMap((node) => diskFolders.map((disk) => join(state, "nodes", node, "disks", disk)))
    .find((one) => existsSync(join(one, measured)));
  if (folder === undefined) {
    throw new Error(`${measured} is on no disk of the lab.`);
  }
  return folder;
}
