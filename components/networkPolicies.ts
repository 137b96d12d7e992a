import { isIP } from "node:net";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { apiPort, metricsPort } from "../model/image";
import {
  downloadPorts,
  monitorPorts,
  type NetworkPolicySettings,
  portOf,
} from "../model/networkPolicy";

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type Egress = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type Port = k8s.types.input.networking.v1.NetworkPolicyPort;

/** Arguments of NetworkPolicies. */
export interface NetworkPoliciesArgs {
  namespace: string;
  settings: NetworkPolicySettings;
  /** Whether clients come in from outside of the cluster. */
  isExposed: boolean;
  /** Whether web-download is allowed. */
  downloads: boolean;
  authUrl: pulumi.Input<string>;
  databasePort: pulumi.Input<number>;
  monitors: pulumi.Input<pulumi.Input<string>[]>;
}

/** Labels of the pods of Jobs, by which their policy finds them. */
export const jobLabels = { "app.kubernetes.io/name": "glance-job" };

/** The pods of all Glance APIs of the namespace, which pass imports on to each other. */
const workers = { podSelector: { matchLabels: { "app.kubernetes.io/name": "glance" } } };

/** Ports of monitors, and the range of all other daemons of Ceph. */
const cephPorts: Port[] = [tcp(3300), tcp(6789), { protocol: "TCP", port: 6800, endPort: 7568 }];

/** Addresses at which clouds tell a node its secrets; with them a range for each version. */
const linkLocal = ["169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128"];

/**
 * What may reach the pods of Glance and of its Jobs, and what they may reach. Hosts have no names in a NetworkPolicy: Keystone,
 * database and Ceph are opened by their ports.
 */
export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:NetworkPolicies", name, args, opts);
    const { namespace, settings } = args;
    const child = { parent: this };
    const known = pulumi.all([args.authUrl, args.databasePort, args.monitors]);

    new k8s.networking.v1.NetworkPolicy(
      name,
      {
        metadata: { name: "glance", namespace },
        spec: known.apply(([authUrl, databasePort, monitors]) =>
          workerSpec(args, [portOf(authUrl), databasePort], monitors),
        ),
      },
      child,
    );

    new k8s.networking.v1.NetworkPolicy(
      `${name}-jobs`,
      {
        metadata: { name: "glance-jobs", namespace },
        spec: known.apply(([authUrl, databasePort]) =>
          jobSpec(settings, [portOf(authUrl), databasePort]),
        ),
      },
      child,
    );

    this.registerOutputs();
  }
}

function workerSpec(
  { settings, isExposed, downloads }: NetworkPoliciesArgs,
  services: readonly number[],
  monitors: readonly string[],
): PolicySpec {
  const { monitoring, egress, clusterRanges } = settings;
  // Open to all addresses they would let downloads into the cluster.
  const open = services.filter((port) => !downloads || !downloadPorts.includes(port));
  const others = [...open, ...monitors.flatMap(monitorPorts)];
  return {
    ...workers,
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [workers], ports: [tcp(apiPort)] },
      ...clients(settings, isExposed),
      ...(monitoring.length === 0 ? [] : [{ from: monitoring, ports: [tcp(metricsPort)] }]),
    ],
    egress: [
      names,
      { ports: [...[...new Set(others)].map(tcp), ...cephPorts] },
      { to: [workers], ports: [tcp(apiPort)] },
      ...(downloads ? [download(clusterRanges)] : []),
      ...egress,
    ],
  };
}

function jobSpec({ egress }: NetworkPolicySettings, services: readonly number[]): PolicySpec {
  return {
    podSelector: { matchLabels: jobLabels },
    policyTypes: ["Ingress", "Egress"],
    egress: [names, { ports: [...new Set(services)].map(tcp) }, ...egress],
  };
}

/** No peers would be all of them. */
function clients({ clients: given }: NetworkPolicySettings, isExposed: boolean) {
  const peers: Peer[] | undefined = given ?? (isExposed ? undefined : [{ podSelector: {} }]);
  return peers?.length === 0
    ? []
    : [{ ...(peers === undefined ? {} : { from: peers }), ports: [tcp(apiPort)] }];
}

const names: Egress = {
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

/** What the filters of Glance cannot promise, which look at names and at the first address. */
function download(clusterRanges: readonly string[]): Egress {
  const to = [4, 6].flatMap((version) => {
    const ofVersion = (range: string) => isIP(range.split("/")[0] ?? "") === version;
    const ranges = clusterRanges.filter(ofVersion);
    const cidr = version === 4 ? "0.0.0.0/0" : "::/0";
    return ranges.length === 0
      ? []
      : [{ ipBlock: { cidr, except: [...ranges, ...linkLocal.filter(ofVersion)] } }];
  });
  return { to, ports: downloadPorts.map(tcp) };
}

function tcp(port: number): Port {
  return { protocol: "TCP", port };
}
