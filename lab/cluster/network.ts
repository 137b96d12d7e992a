import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { state } from "../paths";
import {
  controlPlaneAddress,
  controlPlaneNamespace,
  networkNamespace,
  nodeAddress,
  nodeName,
  nodeNumbers,
  nodePodRange,
  serviceRange,
} from "../topology";

const namespaceFolder = "/run/netns";
const controlPlane = controlPlaneNamespace;

/** File that is written when the network is complete. */
export const networkComplete = join(state, "network");

/** Arguments of `ip -batch` per namespace: a bridge in the control plane, one link to it per node. */
export function networkPlan(nodes: readonly number[]): Record<string, string[]> {
  const plan: Record<string, string[]> = {
    [controlPlane]: [
      "link set lo up",
      "link add br0 type bridge",
      `address add ${controlPlaneAddress}/24 dev br0`,
      "link set br0 up",
    ],
  };
  for (const node of nodes) {
    const name = nodeName(node);
    plan[controlPlane]?.push(
      `link add v${node} type veth peer name eth0 netns ${networkNamespace(name)}`,
      `link set v${node} master br0 up`,
      podRoute(node),
    );
    plan[name] = [
      "link set lo up",
      "link set eth0 up",
      `address add ${nodeAddress(node)}/24 dev eth0`,
      `route add default via ${controlPlaneAddress}`,
      ...nodes.filter((other) => other !== node).map(podRoute),
    ];
  }
  plan[controlPlane]?.push(serviceRoute(nodes[0] ?? 1));
  return plan;
}

/** Makes the network namespaces and the links between them, unless they are there already. */
export async function makeNetwork(): Promise<void> {
  const plan = networkPlan(nodeNumbers);
  const present = namespaces();
  if (
    existsSync(networkComplete) &&
    Object.keys(plan).every((name) => present.includes(networkNamespace(name)))
  ) {
    return;
  }
  await removeNetwork();
  for (const name of Object.keys(plan)) {
    await execa("ip", ["netns", "add", networkNamespace(name)]);
  }
  for (const [name, commands] of Object.entries(plan)) {
    await ip(name, commands);
    await execa("nsenter", [
      `--net=${join(namespaceFolder, networkNamespace(name))}`,
      "sh",
      "-c",
      "echo 1 > /proc/sys/net/ipv4/ip_forward",
    ]);
  }
  mkdirSync(state, { recursive: true, mode: 0o700 });
  writeFileSync(networkComplete, "");
}

/** Names of the lab's network namespaces that exist. */
export function namespaces(): string[] {
  return existsSync(namespaceFolder)
    ? readdirSync(namespaceFolder).filter((name) => name.startsWith(networkNamespace("")))
    : [];
}

/** Deletes the lab's network namespaces, and what `ip` leaves of its own when nobody else has any. */
export async function removeNetwork(): Promise<void> {
  const ours = namespaces();
  for (const name of ours) {
    await execa("ip", ["netns", "delete", name]);
  }
  if (ours.length > 0 && readdirSync(namespaceFolder).length === 0) {
    // `ip netns add` has mounted the folder on itself; it does so again when it is needed.
    await execa("umount", [namespaceFolder], { reject: false });
    rmdirSync(namespaceFolder);
  }
}

/** Pulls the network cable of a node; the node and its pods keep running. */
export async function cutNode(node: number): Promise<void> {
  await ip(controlPlane, [`link set v${node} down`]);
}

/** Plugs the cable in again. The route to the node's pods has disappeared with the link. */
export async function joinNode(node: number): Promise<void> {
  await ip(controlPlane, [`link set v${node} up`, podRoute(node)]);
}

/** Whether the network cable of a node is plugged in. */
export async function isJoined(node: number): Promise<boolean> {
  const { stdout, failed } = await execa(
    "ip",
    ["-n", networkNamespace(controlPlane), "-oneline", "link", "show", `v${node}`],
    { reject: false },
  );
  return !failed && /<.*\bUP\b.*>/.test(stdout);
}

/** Lets commands in the control plane's namespace reach Services through the given node. */
export async function routeServices(node: number): Promise<void> {
  await ip(controlPlane, [serviceRoute(node)]);
}

function podRoute(node: number): string {
  return `route replace ${nodePodRange(node)} via ${nodeAddress(node)}`;
}

function serviceRoute(node: number): string {
  return `route replace ${serviceRange} via ${nodeAddress(node)}`;
}

async function ip(name: string, commands: readonly string[]): Promise<void> {
  await execa("ip", ["-n", networkNamespace(name), "-batch", "-"], { input: commands.join("\n") });
}
