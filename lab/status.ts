import { controlPlaneCommands } from "./cluster/controlPlane";
import { isJoined } from "./cluster/network";
import { nodeDaemon } from "./cluster/node";
import { nodeReadiness } from "./cluster/ready";
import { daemonNames, daemonPid } from "./daemon";
import { kubeconfig } from "./paths";
import { startLock } from "./startLock";
import { nodeName, nodeNumbers } from "./topology";

/** One line of the status. */
export interface StatusEntry {
  kind: "control plane" | "node" | "service";
  name: string;
  state: "running" | "stopped";
  /** Process on the host, while it runs. */
  pid?: number;
  /** Nodes only: what the API server says, and whether the network is connected. */
  ready?: boolean;
  joined?: boolean;
}

/** State of a lab. */
export interface LabStatus {
  kubeconfig: string;
  entries: StatusEntry[];
}

/** Asks the records, the kernel and, when it answers, the API server. */
export async function labStatus(): Promise<LabStatus> {
  const readiness = await nodeReadiness().catch(() => ({}) as Record<string, never>);
  const controlPlane = Object.keys(controlPlaneCommands());
  const known = [...controlPlane, ...nodeNumbers.map(nodeDaemon), startLock];
  const services = daemonNames().filter((name) => !known.includes(name));
  return {
    kubeconfig,
    entries: [
      ...controlPlane.map((name) => entry("control plane", name, name)),
      ...(await Promise.all(
        nodeNumbers.map(async (node) => ({
          ...entry("node", nodeName(node), nodeDaemon(node)),
          ready: readiness[nodeName(node)]?.ready ?? false,
          joined: await isJoined(node),
        })),
      )),
      ...services.map((name) => entry("service", name, name)),
    ],
  };
}

/** The status as a table for people. */
export function statusTable({ kubeconfig, entries }: LabStatus): string {
  const rows = entries.map((entry) => [
    entry.kind,
    entry.name,
    entry.state,
    entry.pid?.toString() ?? "",
    nodeRemarks(entry),
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", `KUBECONFIG=${kubeconfig}`].join("\n");
}

function entry(kind: StatusEntry["kind"], name: string, daemon: string): StatusEntry {
  const pid = daemonPid(daemon);
  return pid === undefined
    ? { kind, name, state: "stopped" }
    : { kind, name, state: "running", pid };
}

function nodeRemarks({ kind, ready, joined }: StatusEntry): string {
  if (kind !== "node") {
    return "";
  }
  return (ready === true ? "Ready" : "NotReady") + (joined === true ? "" : ", cut off");
}
