import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { controlPlaneAddress, controlPlaneNamespace, insideNetwork } from "../../../lab/topology";
import { waitUntil } from "../../../lab/wait";
import { backendPort } from "../../../model/image";
import { certificateNames } from "../../../model/names";
import { openStack } from "../../../ops/stack";
import { authorityPem, makeAuthority, makeCertificate } from "../../support/certificates";
import { applyDefinitions, gatewayApi } from "../definitions";
import { configure, makeStackFile, namespace, npm, pythonInPod, stack } from "../stack";
import { limitedPort, startTraefik, unlimitedPort } from "../traefik";

const here = ["--stack", stack];
const pod = "glance-external-api-0";
const host = "glance.example.org";
const gateways = "gateways";
/** At 100 kB a second 10 MiB take 105 s; Traefik ends a request after 60 s, unless that is lifted. */
const [slowSize, largeSize, limit] = [10 * 2 ** 20, 5 * 2 ** 30, 60];

interface Answer {
  status: number;
  seconds: number;
}

interface Image {
  status: string;
  size: number | null;
}

describe("a gateway of Traefik on the lab", () => {
  let directory: string;
  let token: string;

  /** Makes an object in a namespace, or one that is in none. */
  const apply = (apiVersion: string, kind: string, name: string, fields = {}, within = namespace) =>
    openStack(stack)
      .cluster.withNamespace(within)
      .kubectl(["apply", "-f", "-"], {
        input: JSON.stringify({ apiVersion, kind, metadata: { name }, ...fields }),
      });

  /** Sends a request to the public URL, as a client outside of the cluster does; the status is 0 without an answer. */
  const send = async (port: number, path: string, ...options: string[]): Promise<Answer> => {
    const { stdout } = await execa(
      "nsenter",
      [
        ...insideNetwork(controlPlaneNamespace).slice(1),
        ...["curl", "--silent", "--noproxy", "*", "--http1.1", "--output", "/dev/null"],
        ...["--cacert", join(directory, "ca.crt"), "--header", "@-"],
        ...["--resolve", `${host}:${port}:${controlPlaneAddress}`],
        ...["--write-out", "%{http_code} %{time_total}", ...options],
        `https://${host}:${port}${path}`,
      ],
      { input: `X-Auth-Token: ${token}`, reject: false },
    );
    const [status = 0, seconds = 0] = stdout.split(" ").map(Number);
    return { status, seconds };
  };
  const upload = (port: number, path: string, file: string, ...options: string[]) => {
    const type = ["--header", "Content-Type: application/octet-stream"];
    return send(port, path, ...type, "--upload-file", join(directory, file), ...options);
  };
  const slowly = ["--limit-rate", "100k"];
  const imageOf = async (image: string) => {
    const [{ answer }] = await pythonInPod(pod, "call_image", backendPort, "GET", image);
    return answer as Image;
  };
  const makeImage = async () =>
    (await pythonInPod(pod, "queue_image", backendPort, "raw"))[0].image as string;

  const isServed = () =>
    waitUntil("The API was not served by Traefik", 120, async () =>
      (await Promise.all([limitedPort, unlimitedPort].map((port) => send(port, "/")))).every(
        ({ status }) => status === 300,
      ),
    );

  /** Uploads at once: a large image, a slow one that is imported then, and a slow one that is cut off. */
  async function uploads(): Promise<void> {
    [{ token }] = await pythonInPod(pod, "issue_token");
    await isServed();
    const [large, slow, cut] = [await makeImage(), await makeImage(), await makeImage()];
    const answers = await Promise.all([
      upload(unlimitedPort, `/v2/images/${large}/file`, "large"),
      upload(unlimitedPort, `/v2/images/${slow}/stage`, "slow", ...slowly),
      upload(limitedPort, `/v2/images/${cut}/file`, "slow", ...slowly),
    ]);
    console.log("large, slow, cut off:", answers);
    const [ofLarge, ofSlow, ofCut] = answers;
    assert.equal(ofLarge.status, 204);
    const { status, size } = await imageOf(large);
    assert.deepEqual([status, size], ["active", largeSize]);

    assert.equal(ofSlow.status, 204);
    assert.ok(ofSlow.seconds > limit);
    const body = ["--json", JSON.stringify({ method: { name: "glance-direct" } })];
    const path = `/v2/images/${slow}/import`;
    assert.equal((await send(unlimitedPort, path, ...body)).status, 202);
    await waitUntil(
      "The image that was uploaded slowly was not imported",
      60,
      async () => (await imageOf(slow)).status === "active",
    );

    assert.notEqual(ofCut.status, 204);
    assert.ok(ofCut.seconds >= limit && ofCut.seconds < limit + 30);
    assert.notEqual((await imageOf(cut)).status, "active");
    await pythonInPod(pod, "delete_images", backendPort, [large, slow, cut]);
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-gateway-"));
    writeFileSync(join(directory, "slow"), Buffer.alloc(slowSize, "x"));
    writeFileSync(join(directory, "large"), "");
    truncateSync(join(directory, "large"), largeSize);
    makeStackFile();
    configure("replicas", 0);
    await npm("up", ...here);
    await applyDefinitions(gatewayApi);

    const ca = makeAuthority(directory);
    const certify = (name: string, hosts: string[], within = namespace) => {
      const { certificate, key } = makeCertificate(ca, hosts);
      const stringData = { "tls.crt": certificate, "tls.key": key };
      return apply("v1", "Secret", name, { type: "kubernetes.io/tls", stringData }, within);
    };
    await apply("v1", "Namespace", gateways);
    await certify("glance-public", [host]);
    await certify("glance-public", [host], gateways);
    await certify("glance-tls", [
      ...certificateNames("external", namespace),
      ...certificateNames("internal", namespace),
    ]);
    await apply("v1", "ConfigMap", "openstack-ca", { data: { "ca.crt": authorityPem(ca) } });
    await startTraefik();
  });
  after(async () => {
    // With the lab, in which nothing else is to find these definitions.
    await npm("down", ...here);
    rmSync(directory, { recursive: true });
  });

  it("passes long uploads to pods that have a certificate by an HTTPRoute", async () => {
    const api = "gateway.networking.k8s.io/v1";
    await apply(api, "GatewayClass", "traefik", {
      spec: { controllerName: "traefik.io/gateway-controller" },
    });
    const listener = (name: string, port: number) => ({
      name,
      port,
      protocol: "HTTPS",
      tls: { certificateRefs: [{ name: "glance-public" }] },
      allowedRoutes: { namespaces: { from: "All" } },
    });
    const listeners = [listener("https", unlimitedPort), listener("limited", limitedPort)];
    const spec = { gatewayClassName: "traefik", listeners };
    await apply(api, "Gateway", "public", { spec }, gateways);
    configure("replicas", 2);
    configure("tls", { secret: "glance-tls", ca: { configMap: "openstack-ca" } });
    configure("expose", {
      kind: "HTTPRoute",
      host,
      gateway: { name: "public", namespace: gateways },
    });
    await npm("up", ...here);
    await uploads();
  });

  it("passes long uploads on by an Ingress", async () => {
    await apply("networking.k8s.io/v1", "IngressClass", "traefik", {
      spec: { controller: "traefik.io/ingress-controller" },
    });
    configure("tls", {});
    configure("expose", {
      kind: "Ingress",
      host,
      className: "traefik",
      tlsSecret: "glance-public",
    });
    await npm("up", ...here);
    await uploads();
  });
});
