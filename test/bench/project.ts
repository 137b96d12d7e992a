import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

export const root = join(__dirname, "../..");

/** How large a stack is: so many nodes, with ten volumes and three pods on each. */
export function sizeOf(nodes: number): { nodes: number; pods: number; volumes: number } {
  return { nodes, pods: nodes * 3, volumes: nodes * 10 };
}

/** An empty folder below the project, where the dependencies are found; the caller removes it. */
export function makeFolder(): string {
  const parent = join(root, ".render");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "bench-"));
}

/** Makes a project whose program is plain JavaScript, with an empty stack `bench`. */
export function makeProject(folder: string, program: string, name = "glance"): string {
  mkdirSync(folder);
  const project = {
    name,
    runtime: { name: "nodejs", options: { typescript: false } },
    main: "program.js",
  };
  writeFileSync(join(folder, "Pulumi.yaml"), stringify(project));
  writeFileSync(join(folder, "Pulumi.bench.yaml"), "config: {}\n");
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "program.js"), program);
  return folder;
}

/**
 * Makes a project with the program and a stack `bench` of a size.
 *
 * @param changes Values of further keys.
 */
export function makeStackOf(
  folder: string,
  nodes: number,
  names = Array.from({ length: nodes }, (_, index) => `n${index + 1}`),
  changes: Record<string, unknown> = {},
): string {
  const { pods } = sizeOf(nodes);
  const text = readFileSync(join(root, "test/fixtures/Pulumi.test.yaml"), "utf8");
  const { config } = parse(text) as { config: Record<string, object> };
  config["glance:external"] = { replicas: Math.ceil(pods / 2) };
  config["glance:internal"] = { replicas: Math.floor(pods / 2) };
  config["glance:localStorage"] = {
    ...config["glance:localStorage"],
    nodes: names,
    volumesPerNode: 10,
  };
  makeProject(folder, `require(${JSON.stringify(join(root, "start/program.js"))});\n`);
  writeFileSync(
    join(folder, "Pulumi.bench.yaml"),
    stringify({ config: { ...config, ...changes } }),
  );
  return folder;
}

/** Makes a project that declares as many volumes as a stack of a size, and nothing else. */
export function makeVolumesOf(folder: string, nodes: number): string {
  return makeProject(
    folder,
    `const k8s = require("@pulumi/kubernetes");
const provider = new k8s.Provider("cluster");
for (let index = 0; index < ${sizeOf(nodes).volumes}; index++) {
  new k8s.core.v1.PersistentVolume("volume-" + index, {
    metadata: { name: "volume-" + index },
    spec: {
      storageClassName: "local-storage",
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      local: { path: "/mnt/openstack/" + index },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [
        { key: "kubernetes.io/hostname", operator: "In", values: ["n1"] },
      ] }] } },
    },
  }, { provider });
}
`,
  );
}
