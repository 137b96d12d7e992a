import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import { openStack } from "../../../ops/stack";
import { applyDefinitions, certificates, gatewayApi } from "../definitions";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];

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

describe("resources of cert-manager and the Gateway API on the lab", () => {
  let directory: string;
  let resources: CustomResource[];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-resources-"));
    makeStackFile();
    configure("replicas", 0);
    await npm("up", ...here);
    await applyDefinitions(certificates);
    await applyDefinitions(gatewayApi);

    configure("tls", { issuer: { name: "openstack" }, ca: { configMap: "openstack-ca" } });
    const gateway = { name: "public", namespace: "gateways", section: "https" };
    configure("expose", { kind: "HTTPRoute", host: "glance.example.org", gateway });
    const manifests = join(directory, "manifests.yaml");
    await npm("render", ...here, "--out", manifests);
    resources = parseAllDocuments(readFileSync(manifests, "utf8"))
      .map((document) => document.toJS() as CustomResource)
      .filter(({ kind }) => ["Certificate", "HTTPRoute", "BackendTLSPolicy"].includes(kind));
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
    ]);
  });

  it("would be refused with a field that is misspelt", async () => {
    for (const resource of resources) {
      const misspelt = { ...resource, spec: { ...resource.spec, dnsName: "x" } };
      await assert.rejects(tryOut(misspelt), /unknown field "spec\.dnsName"/);
    }
  });
});
