import assert from "node:assert/strict";

import { refusal } from "../support/refusal";
import { stackValue } from "../support/stackConfig";

const host = "glance.example.org";
const hostRemedy = "write the name of a host without scheme, port and path.";

describe("the way in", () => {
  const refusals: [string, object, string][] = [
    [
      "of another kind",
      { kind: "Gateway", host },
      '.kind is "Gateway": write HTTPRoute, Ingress or Route.',
    ],
    ["without a host", { kind: "Route" }, `.host is missing: ${hostRemedy}`],
    ...[
      "https://glance.example.org",
      "glance.example.org/image",
      "glance:443",
      "*.example.org",
    ].map((wrong): [string, object, string] => [
      `for the host ${wrong}`,
      { kind: "Route", host: wrong },
      `.host is "${wrong}": ${hostRemedy}`,
    ]),
    [
      "by an HTTPRoute of no Gateway",
      { kind: "HTTPRoute", host },
      ".gateway is missing: write the name of the Gateway that the route is for.",
    ],
    ...["Ingress", "Route"].map((kind): [string, object, string] => [
      `by an ${kind} with a Gateway`,
      { kind, host, gateway: { name: "public" } },
      '.gateway is {"name":"public"}: leave it out, it is for kind: HTTPRoute.',
    ]),
    [
      "by an HTTPRoute with a class",
      { kind: "HTTPRoute", host, gateway: { name: "public" }, className: "nginx" },
      '.className is "nginx": leave it out, it is for kind: Ingress.',
    ],
    [
      "by an HTTPRoute with a certificate",
      { kind: "HTTPRoute", host, gateway: { name: "public" }, tlsSecret: "glance" },
      '.tlsSecret is "glance": leave it out, the Gateway has the certificate.',
    ],
    [
      "with a misspelt field",
      { kind: "Route", host, tlsSecrt: "glance" },
      ".tlsSecrt is not a configuration key: did you mean tlsSecret?",
    ],
  ];
  for (const [what, expose, message] of refusals) {
    it(`is refused ${what}`, () => assert.equal(refusal({ expose }), `glance:expose${message}`));
  }

  it("is refused beside a public URL of another host", () => {
    const keystone = stackValue("keystone", { publicUrl: "https://images.example.org" });
    assert.equal(
      refusal({ expose: { kind: "Route", host }, keystone }),
      'glance:keystone.publicUrl is "https://images.example.org": leave it out, or write a URL of glance.example.org, as in ' +
        "glance:expose.host.",
    );
  });
});

describe("the Service for clients", () => {
  const balanced = "leave it out, or write type: LoadBalancer beside it.";
  const refusals: [string, object, string][] = [
    [
      "of the type ExternalName",
      { type: "ExternalName" },
      '.type is "ExternalName": write ClusterIP, NodePort or LoadBalancer.',
    ],
    [
      "with a class of load balancers that it does not have",
      { loadBalancerClass: "metallb" },
      `.loadBalancerClass is "metallb": ${balanced}`,
    ],
    [
      "with sources of a load balancer that it does not have",
      { type: "NodePort", loadBalancerSourceRanges: ["192.0.2.0/24"] },
      `.loadBalancerSourceRanges is ["192.0.2.0/24"]: ${balanced}`,
    ],
    [
      "with a policy for traffic from outside that it does not get",
      { externalTrafficPolicy: "Local" },
      '.externalTrafficPolicy is "Local": leave it out, or write type: NodePort or type: LoadBalancer beside it.',
    ],
    ...["192.0.2.0", "192.0.2.0/33", "example.org/24"].map((range): [string, object, string] => [
      `with the range ${range}`,
      { type: "LoadBalancer", loadBalancerSourceRanges: [range] },
      `.loadBalancerSourceRanges[0] is "${range}": write a range such as 192.0.2.0/24.`,
    ]),
    [
      "with a selector",
      { selector: {} },
      ".selector is not a configuration key: the program selects the pods that are ready and not drained.",
    ],
    [
      "with ports",
      { ports: [] },
      ".ports is not a configuration key: the port of Glance is 9292 everywhere.",
    ],
  ];
  for (const [what, service, message] of refusals) {
    it(`is refused ${what}`, () => {
      assert.equal(refusal({ internal: { service } }), `glance:internal.service${message}`);
    });
  }

  it("is refused for an API that the layout does not have", () => {
    const message = refusal({ layout: "single", external: { service: { type: "NodePort" } } });
    assert.match(message, /^glance:external is for an API that the layout single does not have/);
  });
});
