import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import { openStack } from "../../../ops/stack";
import { applyDefinitions, certificates, gatewayApi, routes } from "../definitions";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];

const kinds = ["Certificate", "HTTPRoute", "BackendTLSPolicy", "Route"];

interface CustomResource {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown>;
}

const kube = (args: string[], input?: unknown) =>
  openStack(stack).cluster.kubectl(
    args,
    input === undefined ? {} : { input: JSON.stringify(input) },
  );
const tryOut = (resource: CustomResource) =>
  kube(["create", "--dry-run=server", "--output=name", "-f", "-"], resource);

describe("resources of cert-manager, the Gateway API and OpenShift on the lab", () => {
  let directory: string;
  let resources: CustomResource[];

  /** What a stack with this way in has of these kinds. */
  async function rendered(expose: object): Promise<CustomResource[]> {
    configure("expose", expose);
    const manifests = join(directory, "manifests.yaml");
    await npm("render", ...here, "--out", manifests);
    return parseAllDocuments(readFileSync(manifests, "utf8"))
      .map((document) => document.toJS() as CustomResource)
      .filter(({ kind }) => kinds.includes(kind));
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-resources-"));
    makeStackFile();
    configure("replicas", 0);
    await npm("up", ...here);
    await applyDefinitions(certificates);
    await applyDefinitions(gatewayApi);
    await applyDefinitions(routes);

    configure("tls", { issuer: { name: "openstack" }, ca: { configMap: "openstack-ca" } });
    const host = "glance.example.org";
    const gateway = { name: "public", namespace: "gateways", section: "https" };
    const httpRoute = await rendered({ kind: "HTTPRoute", host, gateway });
    const [route] = (await rendered({ kind: "Route", host })).filter(
      ({ kind }) => kind === "Route",
    );
    assert.ok(route);
    resources = [...httpRoute, route];
  });
  after(async () => {
    // With the lab, in which nothing else is to find these definitions.
    await npm("down", ...here);
    rmSync(directory, { recursive: true });
  });

  it("are accepted by the API server", async () => {
    const accepted = [];
    for (const resource of resources) {
      accepted.push(await tryOut(resource));
    }
    assert.deepEqual(accepted.sort(), [
      "backendtlspolicy.gateway.networking.k8s.io/glance",
      "certificate.cert-manager.io/glance-external-api-tls",
      "certificate.cert-manager.io/glance-internal-api-tls",
      "httproute.gateway.networking.k8s.io/glance",
      "route.route.openshift.io/glance",
    ]);
  });

  it("would be refused with a field that is misspelt", async () => {
    for (const resource of resources) {
      const misspelt = { ...resource, spec: { ...resource.spec, dnsName: "x" } };
      await assert.rejects(tryOut(misspelt), /unknown field "spec\.dnsName"/);
    }
  });
});
