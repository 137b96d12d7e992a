import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { apiPort, backendPort } from "../../../model/image";
import { certificateNames, workerHost } from "../../../model/names";
import { openStack } from "../../../ops/stack";
import {
  type Authority,
  authorityPem,
  makeAuthority,
  makeCertificate,
} from "../../support/certificates";
import { waitUntil } from "../../../lab/wait";
import type { StagedImage } from "../images";
import { configure, inPod, makeStackFile, namespace, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
const [stager, importer] = ["glance-external-api-0", "glance-internal-api-0"];
const host = workerHost("external", namespace, stager);
const names = [
  ...certificateNames("external", namespace),
  ...certificateNames("internal", namespace),
];

interface Pod {
  metadata: { name: string; uid: string };
  status: { containerStatuses?: { name: string; ready: boolean; state: End; lastState: End }[] };
}

interface End {
  terminated?: { message?: string; exitCode: number };
}

const cluster = () => openStack(stack).cluster;

/** Makes a Secret, or changes it. */
async function secret(
  name: string,
  type: string,
  stringData: Record<string, string>,
): Promise<void> {
  const manifest = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type,
    stringData,
  };
  await cluster().kubectl(["apply", "-f", "-"], { input: JSON.stringify(manifest) });
}

const pod = async (name: string) => {
  const [found] = await cluster().getObjects<Pod>(["pod", name]);
  return found;
};
const apiContainer = (found: Pod | undefined) =>
  found?.status.containerStatuses?.find((one) => one.name === "glance-api");

/** Serial number of the certificate that a pod shows. */
async function served(): Promise<string> {
  const script = `import ssl; print(ssl.get_server_certificate(("${host}", ${apiPort})))`;
  return new X509Certificate(await inPod(importer, "python3", "-c", script)).serialNumber;
}

describe("certificates on the lab", () => {
  let directory: string;
  let ca: Authority;

  const certify = async (...hosts: string[]) => {
    const { certificate, key } = makeCertificate(ca, hosts);
    await secret("glance-tls", "kubernetes.io/tls", { "tls.crt": certificate, "tls.key": key });
    return new X509Certificate(certificate).serialNumber;
  };
  const importThrough = async ({ image, checksum }: StagedImage) => {
    const [{ status }] = await pythonInPod(importer, "start_import", backendPort, image);
    assert.equal(status, 202);
    const [ended] = await pythonInPod(importer, "check_imports", backendPort, [
      { image, checksum },
    ]);
    return ended;
  };

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-tls-"));
    ca = makeAuthority(directory);
    makeStackFile();
    configure("replicas", 1);
    await npm("up", ...here);
    await secret("openstack-ca", "Opaque", { "ca.crt": authorityPem(ca) });
    await certify(...names);
  });
  after(async () => {
    rmSync(directory, { recursive: true });
    await npm("down", ...here, "--keep-lab");
  });

  it("are not taken while an image is staged, which could not be imported any more", async () => {
    const [staged] = await pythonInPod(stager, "stage_image", backendPort, 1);
    configure("tls", { secret: "glance-tls", ca: { secret: "openstack-ca" } });
    await assert.rejects(npm("up", ...here), {
      message: new RegExp(`${stager} would get a URL with another scheme, .*${staged.image}`),
    });
    assert.equal((await importThrough(staged)).status, "active");
    await pythonInPod(stager, "delete_images", backendPort, [staged.image]);
  });

  it("let a pod import by https what another one has staged", async () => {
    await npm("up", ...here);
    const output = await npm("verify:import", ...here);
    assert.match(output, /os_glance_stage_host = https:\/\/glance-external-api-0\./);
    assert.match(output, /Proxying POST request to host https:\/\/glance-external-api-0\./);
    assert.match(output, /The import works\./);
    const plain = `import requests; print(requests.get("http://${host}:${apiPort}/").status_code)`;
    assert.equal((await inPod(importer, "python3", "-c", plain)).trim(), "400");
  });

  it("are read again when they were renewed, while an image is uploaded slowly", async () => {
    const before = await pod(stager);
    const url = `https://${host}:${apiPort}`;
    const upload = pythonInPod(importer, "stage_slowly", backendPort, url, 180);
    const renewed = await certify(...names);
    await waitUntil(
      "The renewed certificate was not served",
      170,
      async () => (await served()) === renewed,
    );
    const [{ image }, { status }] = await upload;
    assert.equal(status, 204);
    const after = await pod(stager);
    assert.equal(after?.metadata.uid, before?.metadata.uid);
    await pythonInPod(importer, "delete_images", backendPort, [image]);
  });

  it("keep a pod from starting when they have not its name, with one sentence", async () => {
    await certify("glance-external.openstack.svc");
    await cluster().kubectl(["delete", "pod", stager]);
    const message = async () => {
      const container = apiContainer(await pod(stager));
      const { terminated } =
        container?.lastState.terminated === undefined
          ? (container?.state ?? {})
          : container.lastState;
      return terminated?.message;
    };
    await waitUntil(
      "The pod did not say what is wrong",
      180,
      async () => (await message()) !== undefined,
    );
    assert.equal(
      (await message())?.trim(),
      `The certificate of this pod is not accepted by other pods: Hostname mismatch, certificate is not valid for '${host}'; ` +
        "glance:tls needs one for the names that the output certificateNames lists, by a CA of glance:tls.ca.",
    );
    await certify(...names);
    await waitUntil(
      "The pod did not become ready",
      300,
      async () => apiContainer(await pod(stager))?.ready === true,
    );
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("can be left again, when nothing is staged", async () => {
    configure("tls", {});
    await npm("up", ...here);
    assert.match(await npm("verify:import", ...here), /host http:\/\/glance-external-api-0\./);
  });
});
