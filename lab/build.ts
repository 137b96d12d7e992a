import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";

import { execa, execaSync } from "execa";

import { built } from "./paths";
import { fingerprint, isCurrent, writeStamp } from "./stamp";

/** Version of Kubernetes; the same as in `go/go.mod`. */
export const kubernetesVersion = "1.36.3";

/** The names under which the lab calls the `kubebox` executable. */
export const kubeboxNames = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubeadm",
  "kubectl",
  "kubelet",
] as const;

/** An executable built from the Go module in `lab/go`. */
export interface Executable {
  /** Package to build: relative to the module, or one of its tools. The last part is the executable's name. */
  package: string;
  /** Further names of the executable, as symbolic links beside it. */
  links: readonly string[];
}

/** The executables of the lab. */
export const executables: readonly Executable[] = [
  { package: "./kubebox", links: kubeboxNames },
  { package: "./pause", links: [] },
  { package: "./coredns", links: [] },
  { package: "./csi-driver", links: [] },
  // Kubernetes' own controllers that work with a storage driver.
  { package: "github.com/kubernetes-csi/external-provisioner/v5/cmd/csi-provisioner", links: [] },
  { package: "github.com/kubernetes-csi/external-resizer/v2/cmd/csi-resizer", links: [] },
];

/** Without the stamp the daemons report a placeholder, on which version checks stumble. */
export function versionStamp(version: string): string[] {
  const [major = "", minor = ""] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: "clean",
    gitCommit: "lab",
    // A fixed date keeps the build repeatable.
    buildDate: "2026-01-01T00:00:00Z",
  };
  return Object.entries(values).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
}

/** The executables that have to be built: they are missing, or their sources or flags have changed. */
export function outdatedExecutables(): Executable[] {
  return executables.filter((executable) => !isCurrent(file(executable), stamp(executable)));
}

/** Whether Go can build them: it is there, and new enough or able to fetch a newer one. */
export function hasCompiler(): boolean {
  return !execaSync("go", ["version"], { cwd: folder, env: goEnvironment, reject: false }).failed;
}

/** Builds what is outdated, in one step that shares all packages; the compiler's messages go to `<cache>/logs`. */
export async function buildExecutables(): Promise<void> {
  const outdated = outdatedExecutables();
  if (outdated.length > 0) {
    const temporary = join(built.go, "tmp");
    mkdirSync(temporary, { recursive: true });
    mkdirSync(built.bin, { recursive: true });
    mkdirSync(built.logs, { recursive: true, mode: 0o700 });
    const log = join(built.logs, "go.log");
    const packages = outdated.map((executable) => executable.package);
    const { failed } = await execa("go", ["build", ...flags, "-o", `${built.bin}/`, ...packages], {
      cwd: folder,
      env: { ...goEnvironment, GOTMPDIR: temporary },
      stdout: { file: log },
      stderr: { file: log, append: true },
      reject: false,
    });
    if (failed) {
      throw new Error(`The executables could not be built; the log of the compiler is ${log}.`);
    }
    outdated.forEach((executable) => writeStamp(file(executable), stamp(executable)));
    // Gigabytes that nobody needs any more.
    await rm(built.go, { recursive: true });
  }
  for (const { links, ...executable } of executables) {
    for (const link of links) {
      const path = join(built.bin, link);
      rmSync(path, { force: true });
      symlinkSync(name(executable), path);
    }
  }
}

const folder = join(__dirname, "go");

const flags = [
  "-trimpath",
  "-buildvcs=false",
  // What the linker strips anyway takes the compiler a fifth of its time.
  "-gcflags=all=-dwarf=false",
  "-ldflags",
  ["-s", "-w", ...versionStamp(kubernetesVersion)].join(" "),
];

/** The environment of Go, with caches of the lab's own. */
export const goEnvironment = {
  CGO_ENABLED: "0",
  GOMODCACHE: join(built.go, "mod"),
  GOCACHE: join(built.go, "build"),
  // Debian's Go uses no other than itself unless it is told to.
  GOTOOLCHAIN: "auto",
  PATH: `${process.env["PATH"]}${delimiter}/usr/local/go/bin`,
};

function name(executable: Pick<Executable, "package">): string {
  return basename(executable.package);
}

function file(executable: Executable): string {
  return join(built.bin, name(executable));
}

function stamp(executable: Executable): string {
  const own = executable.package.startsWith(".")
    ? readdirSync(join(folder, executable.package)).filter((source) => source.endsWith(".go"))
    : [];
  const sources = [
    "go.mod",
    "go.sum",
    ...own.sort().map((source) => join(executable.package, source)),
  ];
  const texts = sources.map((source) => readFileSync(join(folder, source), "utf8"));
  return fingerprint([executable, flags, sources, texts]);
}
