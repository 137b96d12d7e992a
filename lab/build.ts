import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { execa, execaSync } from "execa";

import { built } from "./paths";
import { isCurrent, writeStamp } from "./stamp";

/** Version of Kubernetes; the same as in `go/kubebox/go.mod`. */
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

/** An executable built from one of the Go modules in `lab/go`. */
export interface Executable {
  name: string;
  /** Folder of the Go module below `lab/go`. */
  module: string;
  /** Package to build: relative to the module, or one of its tools. */
  package: string;
  linkerFlags: string;
  /** Further names of the executable, as symbolic links beside it. */
  links: readonly string[];
}

/** The executables of the lab. The first one takes about ten minutes on two cores when nothing is cached. */
export const executables: readonly Executable[] = [
  {
    name: "kubebox",
    module: "kubebox",
    package: ".",
    linkerFlags: ["-s", "-w", ...versionStamp(kubernetesVersion)].join(" "),
    links: kubeboxNames,
  },
  { name: "pause", module: "kubebox", package: "./pause", linkerFlags: "-s -w", links: [] },
  { name: "coredns", module: "coredns", package: ".", linkerFlags: "-s -w", links: [] },
  { name: "csi-driver", module: "csi", package: ".", linkerFlags: "-s -w", links: [] },
  storageController("csi-provisioner", "external-provisioner/v5"),
  storageController("csi-resizer", "external-resizer/v2"),
];

/** One of Kubernetes' own controllers that work with a storage driver. */
function storageController(name: string, module: string): Executable {
  const tool = `github.com/kubernetes-csi/${module}/cmd/${name}`;
  return { name, module: "csi", package: tool, linkerFlags: "-s -w", links: [] };
}

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

/** Whether the executable has to be built: it is missing, or its sources or flags have changed. */
export function isOutdated(executable: Executable): boolean {
  return !isCurrent(join(built.bin, executable.name), fingerprint(executable));
}

const goEnvironment = {
  CGO_ENABLED: "0",
  GOMODCACHE: join(built.go, "mod"),
  GOCACHE: join(built.go, "build"),
};

/** Whether Go can build all executables: it is there, and new enough or able to fetch a newer one. */
export function hasCompiler(): boolean {
  return executables.every((executable) => {
    const { failed } = execaSync("go", ["version"], {
      cwd: moduleFolder(executable),
      env: goEnvironment,
      reject: false,
    });
    return !failed;
  });
}

const builds = new Map<Executable, Promise<void>>();

/**
 * Builds an executable unless it is up to date; the compiler's messages go to `<cache>/logs`.
 * All callers wait for the same build.
 */
export function build(executable: Executable): Promise<void> {
  const started = builds.get(executable) ?? compile(executable);
  builds.set(executable, started);
  return started;
}

async function compile(executable: Executable): Promise<void> {
  if (isOutdated(executable)) {
    mkdirSync(built.bin, { recursive: true });
    mkdirSync(built.logs, { recursive: true, mode: 0o700 });
    const temporary = join(built.go, "tmp", executable.name);
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags", executable.linkerFlags];
    const output = join(built.bin, executable.name);
    const log = join(built.logs, `go-${executable.name}.log`);
    const { failed } = await execa("go", ["build", ...flags, "-o", output, executable.package], {
      cwd: moduleFolder(executable),
      env: { ...goEnvironment, GOTMPDIR: temporary },
      stdout: { file: log },
      stderr: { file: log, append: true },
      reject: false,
    });
    if (failed) {
      throw new Error(`The executable ${executable.name} could not be built; its log is ${log}.`);
    }
    writeStamp(output, fingerprint(executable));
  }
  for (const link of executable.links) {
    const path = join(built.bin, link);
    rmSync(path, { force: true });
    symlinkSync(executable.name, path);
  }
}

function fingerprint(executable: Executable): string {
  const hash = createHash("sha256").update(JSON.stringify(executable));
  const folder = moduleFolder(executable);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.go$|^go\.(mod|sum)$/.test(file)) {
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}

function moduleFolder(executable: Executable): string {
  return join(__dirname, "go", executable.module);
}
