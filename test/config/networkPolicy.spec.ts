import assert from "node:assert/strict";

import { loadConfig } from "../../config";
import { refusal } from "../support/refusal";
import { setConfig, stackValue } from "../support/stackConfig";

const clusterRanges = ["10.244.0.0/16"];
const portRemedy = "write a port from 1 to 65535, without quotes, or its name.";
const peerRemedy = "write podSelector, namespaceSelector or both, or ipBlock.";
const opens = (index: number) =>
  `.egress[${index}] lets web-download out to all addresses, those of glance:networkPolicy.clusterRanges too: write to beside it.`;

describe("the network policy", () => {
  const refusals: [string, object, string][] = [
    [
      "without the ranges of the cluster, to which downloads would get",
      { monitoring: [] },
      ".clusterRanges is missing: write the ranges of pods, Services and nodes, such as [10.244.0.0/16, 10.96.0.0/12, " +
        "192.0.2.0/24], to which web-download must not get, or leave web-download out of glance:importMethods.",
    ],
    ...["10.244.0.0", "10.244.0.0/33", "pods"].map((range): [string, object, string] => [
      `with the range ${range}`,
      { clusterRanges: [range] },
      `.clusterRanges[0] is "${range}": write a range such as 192.0.2.0/24.`,
    ]),
    [
      "with all addresses for the cluster",
      { clusterRanges: ["0.0.0.0/0"] },
      '.clusterRanges[0] is "0.0.0.0/0": write the ranges of the cluster alone, such as 10.96.0.0/12.',
    ],
    [
      "with a range twice",
      { clusterRanges: [...clusterRanges, ...clusterRanges] },
      '.clusterRanges is ["10.244.0.0/16","10.244.0.0/16"]: name each one once.',
    ],
    [
      "with a peer of nothing",
      { clusterRanges, clients: [{}] },
      `.clients[0] is {}: ${peerRemedy}`,
    ],
    [
      "with a peer of pods and addresses",
      { clusterRanges, monitoring: [{ podSelector: {}, ipBlock: { cidr: "192.0.2.0/24" } }] },
      `.monitoring[0] is {"podSelector":{},"ipBlock":{"cidr":"192.0.2.0/24"}}: ${peerRemedy}`,
    ],
    [
      "with a peer by its name",
      { clusterRanges, clients: [{ host: "horizon" }] },
      ".clients[0].host is not a configuration key: write one of podSelector, namespaceSelector, ipBlock.",
    ],
    [
      "with a port that is none",
      { clusterRanges, egress: [{ ports: [{ port: 70000 }] }] },
      `.egress[0].ports[0].port is 70000: ${portRemedy}`,
    ],
    [
      "with a port in quotes",
      { clusterRanges, egress: [{ ports: [{ port: "5672" }] }] },
      `.egress[0].ports[0].port is "5672": ${portRemedy}`,
    ],
    [
      "with an exception outside of its range",
      {
        clusterRanges,
        clients: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "192.168.0.0/16"] } }],
      },
      '.clients[0].ipBlock.except[1] is "192.168.0.0/16": write a part of 10.0.0.0/8, as in cidr beside it.',
    ],
    [
      "with the end of a range of ports alone",
      { clusterRanges, egress: [{ ports: [{ endPort: 9000 }] }] },
      ".egress[0].ports[0].endPort is 9000: write the last port of a range whose first one is port.",
    ],
    [
      "with an empty list of peers, which would be all",
      { clusterRanges, egress: [{ to: [], ports: [{ port: 5672 }] }] },
      ".egress[0].to is []: name a peer, or leave it out for all.",
    ],
    ["that opens everything", { clusterRanges, egress: [{}] }, opens(0)],
    [
      "that opens a range of ports with that of downloads",
      {
        clusterRanges,
        egress: [{ ports: [{ port: 5672 }] }, { ports: [{ port: 1, endPort: 999 }] }],
      },
      opens(1),
    ],
  ];
  for (const [what, networkPolicy, message] of refusals) {
    it(`is refused ${what}`, () => {
      assert.equal(refusal({ networkPolicy }), `glance:networkPolicy${message}`);
    });
  }

  it("is refused where it shuts out the clients that come in from outside", () => {
    const networkPolicy = { clusterRanges, clients: [] };
    const shuts = (key: string) =>
      `glance:networkPolicy.clients is [], which shuts out the clients that glance:${key} lets in: ` +
      "leave it out for everybody, or name them.";
    const expose = { kind: "Route", host: "glance.example.org" };
    assert.equal(refusal({ networkPolicy, expose }), shuts("expose"));
    const internal = { service: { type: "NodePort" } };
    assert.equal(refusal({ networkPolicy, internal }), shuts("internal.service"));
    const keystone = stackValue("keystone", { publicUrl: "https://glance.example.org" });
    assert.equal(refusal({ networkPolicy, keystone }), shuts("keystone.publicUrl"));
  });

  it("is refused where Keystone has the port of downloads, and nothing says where it is", () => {
    const keystone = stackValue("keystone", { authUrl: "https://keystone.example.org/v3" });
    assert.equal(
      refusal({ networkPolicy: { clusterRanges }, keystone }),
      "glance:networkPolicy.egress is missing: write a rule with to for Keystone at port 443, because web-download has this " +
        "port, too, and it is not opened to all addresses for its sake.",
    );
  });

  it("needs no ranges where nothing is downloaded", () => {
    setConfig({ networkPolicy: { clients: [] }, importMethods: ["glance-direct"] });
    assert.deepEqual(loadConfig().glance.networkPolicy, {
      clients: [],
      monitoring: [],
      egress: [],
      clusterRanges: [],
    });
  });
});
