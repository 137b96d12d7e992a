import { markdownTable } from "markdown-table";

import { defaultWorkers, parallelImports } from "../../model/workers";

/** What was measured of one image; seconds, and MiB of memory. */
export interface ImportFigures {
  name: string;
  /** The conversion of the same file straight into Ceph. */
  floor: number;
  /** Both checksums of as many bytes, each in a thread. */
  checksums: number;
  /** Imports with the driver of the program, and with that of Glance. */
  ours: number;
  stock: number;
  oursMemory: number;
  stockMemory: number;
  /** The upload, one straight to uWSGI, and a copy of the same file on the same disk. */
  stage: number;
  stageUwsgi: number;
  copy: number;
}

/** What else is to be known of the machine. */
export interface Machine {
  processors: number;
  /** Processes that wanted a processor in the minute before the run. */
  load: number;
}

const times = (value: number) => `${value.toFixed(1)} x`;

/** The chapter Imports of docs/performance.md, which shows docs/performance.svg. */
export function importChapter(
  figures: readonly ImportFigures[],
  { processors, load }: Machine,
): string {
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const rows = figures.map(({ name, floor, checksums, ours, stock, oursMemory, stockMemory }) => [
    name,
    ...[floor, checksums, ours, stock].map(seconds),
    ...[ours / floor, stock / ours].map(times),
    `${oursMemory} / ${stockMemory} MiB`,
  ]);
  const head = [
    ...["Image", "floor", "checksums", "ours", "stock"],
    ...["ours / floor", "stock / ours", "memory"],
  ];
  return `Made by \`npm run bench -- import\` in one run on the lab, whose Ceph, three nodes and pods share ${processors} processors and one disk: compare the figures of
a row with each other, not with those of other machines. The load of the machine was ${load.toFixed(1)} before the run. With more load
than processors, the driver of this program has none free for its threads, and gains little.

Seconds from the request to import a qcow2 until the image is active: Glance converts it to raw on the staging volume and stores that
in Ceph. *Ours* is the driver of this program ([operations.md](operations.md#stored-in-parallel)), *stock* that of Glance, on another pod. The
*floor* is \`qemu-img convert\` of the same file straight into Ceph, which computes no checksums. Glance computes SHA-512 and MD5
of every byte, zeros as well: *checksums* is the time that both take of as many bytes, in two threads that do nothing else, and no
single image is imported in less. All are measured in turn, and the best of several rounds is shown, as other work on the machine only adds. The
floor and the checksums of ten images are ten times those of one; one pod runs ${parallelImports(defaultWorkers)} imports at a time. *Memory* is the most that the
processes of the container had with ours and with stock; its limit is 2 GiB.

${markdownTable([head, ...rows])}

![The same as bars](performance.svg)

The checksums are the limit: of a sparse image they alone take more than three times the floor. Seen with a profiler on a busy machine,
their threads compute for 70 to 85 % of the time in which the driver writes, which takes at most 0.15 s of a processor for each GiB beside
them; before it Glance converts, and after it Ceph takes up to 0.9 s for the snapshot that Glance's driver makes as well.
`;
}

/** The chapter Uploads, from the same run. */
export function uploadChapter(figures: readonly ImportFigures[]): string {
  const uploads = figures.map(({ name, stage, stageUwsgi, copy }) => [
    name,
    ...[stage, stageUwsgi, copy].map((value) => `${value.toFixed(2)} s`),
    ...[stage / copy, stageUwsgi / copy].map(times),
  ]);
  const head = ["Image", "stage", "uWSGI alone", "copy", "stage / copy", "uWSGI alone / copy"];
  return `Seconds to stage the same files through Apache, uWSGI and Glance, and without Apache, beside a copy with fsync on the same disk.
Apache passes requests on in pieces of at most 8 KiB, whatever their client sends (\`HUGE_STRING_LEN\` in its modules/proxy/mod_proxy_http.c).

${markdownTable([head, ...uploads])}
`;
}
