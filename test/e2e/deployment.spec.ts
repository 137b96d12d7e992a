import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { knownSection } from "../../model/knownOptions";
import { apiPort, drainMarker } from "../../model/image";
import { openStack } from "../../ops/stack";
import { findPulumi } from "../../ops/deploy/pulumi";
import { makeVariant } from "../support/variant";
import { allActive, deleteImages, importsIn, stageImage, startImport } from "./images";
import {
  apiPods,
  type ClusterObject,
  file,
  inPod,
  makeStackFile,
  namespace,
  npm,
  objects,
  pythonInPod,
  stack,
} from "./stack";

const here = ["--stack", stack];
const marker = "/var/lib/glance/marker";

/** What must not change while a stack stays the same. */
const identity = ({ metadata, spec }: ClusterObject) => [metadata.uid, spec.volumeName];
const identities = async (kind: string) =>
  [...(await objects(kind))].map(([name, object]) => [name, ...identity(object)]);

/** Every object of the stack with the version that each change of it raises. */
const versions = async () =>
  Promise.all(
    [
      "statefulsets",
      "jobs",
      "services",
      "secrets",
      "pods",
      "persistentvolumes",
      "poddisruptionbudgets",
    ].map(async (kind) =>
      [...(await objects(kind))].map(([name, { metadata }]) => [
        name,
        metadata.uid,
        metadata.resourceVersion,
      ]),
    ),
  );

describe("a deployment on the lab", () => {
  before(async () => {
    makeStackFile();
    const version = await findPulumi();
    console.log(
      version === undefined
        ? "There is no Pulumi CLI on PATH: the deployments are rendered and applied with kubectl."
        : `The deployments go through the Pulumi CLI ${version}.`,
    );
  });
  after(() => npm("down", ...here, "--keep-lab"));

  it("comes up with one command, every pod on a claim and a volume of its own", async () => {
    await npm("up", ...here);

    const pods = ["external", "internal"].flatMap((api) =>
      [0, 1, 2].map((ordinal) => `glance-${api}-api-${ordinal}`),
    );
    assert.deepEqual(await apiPods(), pods);
    const claims = await objects("persistentvolumeclaims");
    assert.deepEqual(
      [...claims.keys()],
      pods.map((pod) => `glance-${pod}`),
    );
    for (const { spec, status } of claims.values()) {
      assert.deepEqual(spec.accessModes, ["ReadWriteOnce"]);
      assert.equal(status.phase, "Bound");
    }
    const volumes = [...claims.values()].map(({ spec }) => spec.volumeName);
    assert.equal(new Set(volumes).size, 6);
  });

  it("imports an image through the internal API that the external API has staged", async () => {
    const output = await npm("verify:import", ...here);
    assert.match(output, /os_glance_stage_host = http:\/\/glance-external-api-2\./);
    assert.match(output, /through http:\/\/glance-internal-api-0\./);
    assert.match(output, /Proxying POST request to host http:\/\/glance-external-api-2\./);
    assert.match(output, /The import works\./);
  });

  it("reads no option whose place and kind the program does not know", async () => {
    const [options] = await pythonInPod("glance-external-api-0", "glance_options");
    const unknown = Object.entries<Record<string, string>>(options).flatMap(([section, kinds]) =>
      Object.entries(kinds).filter(([name, kind]) => {
        const known = knownSection(section)?.kinds.get(name);
        return known !== kind && known !== "";
      }),
    );
    assert.ok(Object.keys(options.DEFAULT).length > 50);
    assert.deepEqual(unknown, []);
  });

  it("does not change when it is deployed a second time", async () => {
    const before = await versions();
    await npm("up", ...here);
    assert.deepEqual(await versions(), before);
  });

  it("is refused with ReadWriteMany staging claims, and stays as it is", async () => {
    const before = await versions();
    const rwo = 'accessModes: ["ReadWriteOnce"]';
    const rwx = 'accessModes: ["ReadWriteMany"]';
    const directory = makeVariant("components/glanceApi.ts", rwo, rwx, file);
    try {
      const command = [join(__dirname, "../../start/command.js"), "ops/cli.ts", "up", ...here];
      const result = await execa("node", command, { cwd: directory, reject: false, all: true });
      assert.equal(result.exitCode, 1);
      assert.match(result.all, /pod-disallow-shared-staging/);
      assert.match(result.all, /spec\.volumeClaimTemplates\[0\]\.spec\.accessModes/);
    } finally {
      rmSync(directory, { recursive: true });
    }
    assert.deepEqual(await versions(), before);
  });

  it("finishes the imports that run on every pod while all pods are replaced", async () => {
    const pods = [0, 1, 2].map((ordinal) => `glance-external-api-${ordinal}`);
    const before = await objects("pods");
    const images = await Promise.all(pods.map((pod) => stageImage(pod, 3072)));
    const answers = images.map(({ image }, i) => startImport(String(pods[i]), image));
    assert.deepEqual(await Promise.all(answers), [202, 202, 202]);

    await npm("up", ...here, "--config", "apiTimeout=61");

    const after = await objects("pods");
    pods.forEach((pod) =>
      assert.notEqual(after.get(pod)?.metadata.uid, before.get(pod)?.metadata.uid),
    );
    assert.deepEqual(await importsIn("glance-external-api-0", images), allActive(images));
    await deleteImages("glance-external-api-0", ...images);
  });

  it("begins no new work on a pod that ends", async () => {
    const [pod, other] = ["glance-external-api-1", "glance-external-api-0"];
    const staged = await stageImage(pod, 1);
    await inPod(pod, "touch", drainMarker);
    assert.equal(await startImport(pod, staged.image), 503);
    await assert.rejects(stageImage(pod, 1), /answers 503/);

    await inPod(pod, "rm", drainMarker);
    assert.equal(await startImport(other, staged.image), 202);
    assert.deepEqual(await importsIn(other, [staged]), allActive([staged]));
    await deleteImages(other, staged);
  });

  it("drains the pods that go, and scales", async () => {
    const staged = await stageImage("glance-external-api-2", 1);
    await assert.rejects(npm("ops", "drain", "2", ...here, "--timeout", "0"), {
      message: new RegExp(`still ${staged.image} on glance-external-api-2: import .* --import`),
    });
    await assert.rejects(npm("ops", "drain", "0", ...here), {
      message: /No pod would be left through which clients could import .*: add --import/,
    });
    const served = async () =>
      (
        await openStack(stack).cluster.kubectl([
          ...["get", "endpointslices", "-o", "jsonpath={..targetRef.name}"],
          ...["-l", "kubernetes.io/service-name=glance-external"],
        ])
      ).split(" ");
    assert.ok(!(await served()).includes("glance-external-api-2"));
    await npm("ops", "undrain", "9", ...here);
    await npm("ops", "undrain", "2", ...here);
    assert.ok((await served()).includes("glance-external-api-2"));

    await npm("ops", "scale", "2", ...here, "--import");
    assert.equal((await apiPods()).length, 4);
    assert.deepEqual(await importsIn("glance-external-api-0", [staged]), allActive([staged]));
    await deleteImages("glance-external-api-0", staged);
    await npm("ops", "scale", "3", ...here);
    assert.equal((await apiPods()).length, 6);
  });

  it("keeps the pods on which images are staged when it scales down, unless told otherwise", async () => {
    const staged = await stageImage("glance-external-api-2", 1);
    const before = await versions();
    const refusal = new RegExp(
      `glance-external-api-2 would be removed, .*${staged.image}.*ops -- drain`,
    );
    await assert.rejects(npm("up", ...here, "--config", "replicas=2"), { message: refusal });
    assert.deepEqual(await versions(), before);

    const allow = (value: boolean) => ["--config", `allowStagedLoss=${value}`];
    await npm("up", ...here, "--config", "replicas=2", ...allow(true));
    assert.equal(await startImport("glance-external-api-0", staged.image), 500);
    await npm("up", ...here, "--config", "replicas=3", ...allow(false));
    assert.equal(await startImport("glance-external-api-0", staged.image), 202);
    assert.deepEqual(await importsIn("glance-external-api-0", [staged]), allActive([staged]));
    await deleteImages("glance-external-api-0", staged);
  });

  it("changes the size of the staging claims without a restart, when told beforehand", async () => {
    const pods = async () =>
      [...(await objects("pods"))].map(([name, pod]) => [name, pod.metadata.uid]);
    const before = await pods();
    await assert.rejects(npm("up", ...here, "--config", "staging.size=9Gi"), {
      message: /glance:staging\.size goes from 10Gi to 9Gi, .*\.resizing true first/,
    });

    await npm("up", ...here, "--config", "staging.size=10Gi", "--config", "staging.resizing=true");
    await npm("up", ...here, "--config", "staging.size=9Gi");
    await npm("up", ...here, "--config", "staging.resizing=false");
    assert.deepEqual(await pods(), before);
    const sizes = [...(await objects("statefulsets")).values()].map(
      ({ spec }) => spec.volumeClaimTemplates?.[0]?.spec.resources.requests.storage,
    );
    assert.deepEqual(sizes, ["9Gi", "9Gi"]);
  });

  it("keeps claims, volumes and what is staged when it scales from 3 to 1 and back", async () => {
    const before = await identities("persistentvolumeclaims");
    await inPod("glance-external-api-2", "touch", marker);

    await npm("up", ...here, "--config", "replicas=1");
    assert.deepEqual(await apiPods(), ["glance-external-api-0", "glance-internal-api-0"]);
    assert.deepEqual(await identities("persistentvolumeclaims"), before);

    await npm("up", ...here, "--config", "replicas=3");
    assert.equal((await apiPods()).length, 6);
    assert.deepEqual(await identities("persistentvolumeclaims"), before);
    await inPod("glance-external-api-2", "test", "-e", marker);
  });

  it("finds its claims and volumes again after it was removed", async () => {
    const before = await identities("persistentvolumeclaims");

    await npm("down", ...here, "--keep-lab");
    assert.deepEqual(await apiPods(), []);
    assert.equal((await objects("statefulsets")).size, 0);
    assert.deepEqual(await identities("persistentvolumeclaims"), before);

    await npm("up", ...here);
    assert.deepEqual(await identities("persistentvolumeclaims"), before);
    await inPod("glance-external-api-2", "test", "-e", marker);
  });

  it("leaves nothing behind when it may lose its data", async () => {
    await npm("up", ...here, "--config", "staging.retain=false");
    await npm("down", ...here, "--keep-lab");
    for (const kind of ["persistentvolumeclaims", "persistentvolumes", "statefulsets"]) {
      assert.equal((await objects(kind)).size, 0, kind);
    }
  });

  it("does not write over a Secret of somebody else", async () => {
    const cluster = openStack(stack).cluster;
    const secret = ["secret", "ceph-conf-files"];
    const theirs = ["ceph-conf-files", "--from-literal=ceph.conf=theirs"];
    await cluster.kubectl(["create", "secret", "generic", ...theirs]);

    await assert.rejects(npm("up", ...here), /exit code/);
    const content = await cluster.kubectl(["get", ...secret, "-o", "jsonpath={.data}"]);
    assert.deepEqual(JSON.parse(content), {
      "ceph.conf": Buffer.from("theirs").toString("base64"),
    });

    await cluster.kubectl(["delete", ...secret]);
  });

  it("imports an image from one pod through another in the single layout", async () => {
    await npm("up", ...here, "--config", "layout=single");
    assert.deepEqual(
      await apiPods(),
      [0, 1, 2].map((ordinal) => `glance-single-api-${ordinal}`),
    );
    const output = await npm("verify:import", ...here);
    assert.match(output, /Proxying POST request to host http:\/\/glance-single-api-2\./);
    assert.match(output, /through http:\/\/glance-single-api-0\./);
    assert.match(output, /The import works\./);
  });

  it("has the API server refuse shared staging that is applied by hand", async () => {
    const cluster = openStack(stack).cluster;
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "glance-staging", namespace },
      spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "1Gi" } } },
    };
    const applyClaim = () =>
      cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(claim) });

    await npm("up", ...here, "--config", "admissionPolicies=true");
    await assert.rejects(
      applyClaim(),
      /PersistentVolumeClaim 'glance-staging': spec\.accessModes must be \["ReadWriteOnce"\]/,
    );

    await npm("up", ...here, "--config", "admissionPolicies=false");
    assert.equal((await objects("validatingadmissionpolicies")).size, 0);
    await applyClaim();
    await cluster.kubectl(["delete", "persistentvolumeclaim", "glance-staging"]);
  });

  it("says that nothing was proxied when there is one pod", async () => {
    await npm("up", ...here, "--config", "replicas=1");
    const output = await npm("verify:import", ...here);
    assert.match(output, /There is only one pod: .* nothing is proxied\./);
    assert.match(output, /The import works\./);
  });

  it("gives clients the true answer, however large the body is that nobody wants", async () => {
    const cap = "customServiceConfig=[DEFAULT]\nimage_size_cap = 104857600";
    await npm("up", ...here, "--config", cap);
    const answers = await pythonInPod("glance-single-api-0", "answers", apiPort);
    assert.equal(answers.length, 40);
    assert.deepEqual(
      answers.filter(({ right, answer }) => answer !== right),
      [],
    );
  });
});
