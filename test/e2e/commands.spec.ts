import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { apiPort, stagingDirectory } from "../../model/image";
import { waitUntil } from "../../lab/wait";
import type { LogEntry } from "../../ops/logs/glanceLog";
import { maskedConfig } from "../../ops/config/maskedConfig";
import type { Staging } from "../../ops/staging/readStaging";
import { findPulumi } from "../../ops/deploy/pulumi";
import { stageImage, startImport } from "./images";
import { kube } from "./faults/support";
import { apiPods, file, inPod, makeStackFile, npm, pythonInPod, stack } from "./stack";

const directory = mkdtempSync(join(tmpdir(), "glance-"));

/** Runs an operator command as a user would in another directory. */
function ops(command: string, ...args: string[]) {
  const cli = join(__dirname, "../../ops/npm.sh");
  return execa("bash", [cli, "ops", command, "--stack", stack, ...args], {
    env: { INIT_CWD: directory },
    reject: false,
  });
}

async function output(command: string, ...args: string[]): Promise<string> {
  const result = await ops(command, ...args);
  assert.equal(result.exitCode, 0, result.stderr);
  return result.stdout;
}

const openstack = (...args: string[]) => output("openstack", "--", ...args);
const statusOf = async (image: string) =>
  JSON.parse(await openstack("image", "show", image, "-f", "json")).status;

describe("the commands on a running deployment", () => {
  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
  });
  after(() => rmSync(directory, { recursive: true }));

  it("run a command in every pod and end with the worst exit code", async () => {
    const pods = await apiPods();
    const script = "echo $HOSTNAME; case $HOSTNAME in *-1) echo oops >&2; exit 3;; esac";
    const result = await ops("exec", "--json", "--", "sh", "-c", script);
    assert.equal(result.exitCode, 3);
    assert.deepEqual(
      JSON.parse(result.stdout).map((one: object) => ({ ...one, node: "" })),
      pods.map((pod) => ({
        pod,
        node: "",
        exitCode: pod.endsWith("-1") ? 3 : 0,
        stdout: pod,
        stderr: pod.endsWith("-1") ? "oops" : "",
      })),
    );
    assert.match(await output("exec", "--", "hostname"), /^== (.+) \(n\d\)\n\1\n== /);
  });

  it("say in one sentence what cannot be run in a pod", async () => {
    const result = await ops("exec", "--", "nonsense");
    assert.equal(result.exitCode, 1);
    assert.match(
      result.stdout,
      /== \S+ \(n1\), exit code 1\nThe command was not run to its end in \S+: .+\n==/,
    );
  });

  it("show the configuration without its passwords", async () => {
    const open = JSON.parse(await output("config", "external", "--json", "--show-secrets"));
    const text = open.find(({ file }: { file: string }) => file === "10-secrets.conf").text;
    const passwords = [...text.matchAll(/^password = (.+)$|:\/\/\w+:(.+?)@/gm)].map(
      ([, password, inUrl]) => password ?? inUrl,
    );
    assert.equal(passwords.length, 2);
    const shown = await output("config");
    assert.match(
      shown,
      /== glance-external-api-config-data 10-secrets\.conf\n[^]*password = \*\*\*/,
    );
    assert.match(shown, /== glance-internal-api-config-data 00-config\.conf\n/);
    passwords.forEach((password) => assert.ok(!shown.includes(password)));
  });

  it("mask every option that Glance and its libraries declare as secret", async () => {
    const options = await pythonInPod((await apiPods())[0] ?? "", "secret_options");
    assert.ok(options.length > 20);
    for (const { name } of options) {
      assert.equal(maskedConfig("01-config.conf", `${name} = hunter2`), `${name} = ***`);
    }
  });

  it("upload and import an image with the OpenStack client, and read it back", async () => {
    const data = randomBytes(1024 * 1024);
    writeFileSync(join(directory, "image.raw"), data);
    const created = await openstack(
      ...["image", "create", "--import", "--file", "image.raw", "--disk-format", "raw"],
      ...["--container-format", "bare", "-f", "json", "commands"],
    );
    const { id } = JSON.parse(created);
    await waitUntil("The image was not active", 60, async () => (await statusOf(id)) === "active");
    await openstack("image", "save", "--file", "copy.raw", id);
    assert.ok(data.equals(readFileSync(join(directory, "copy.raw"))));
    await openstack("image", "delete", id);
    const missing = await ops("openstack", "--", "image", "show", id);
    assert.equal(missing.exitCode, 1);
  });

  it("show what is staged where, and files of images that are gone", async () => {
    const pod = "glance-external-api-1";
    const { image: id } = await stageImage(pod, 1);
    const gone = `${randomUUID()}.raw`;
    await inPod(pod, "touch", `${stagingDirectory}/${gone}`);

    const { volumes, images } = JSON.parse(await output("staging", "--json")) as Staging;
    const image = images.find((one) => one.id === id);
    assert.deepEqual([image?.status, image?.stagePod], ["uploading", pod]);
    const files = volumes.find((one) => one.pod === pod)?.files.map(({ name }) => name);
    assert.deepEqual(files?.sort(), [id, gone].sort());
    for (const { total = 0, free = 0 } of volumes) {
      assert.ok(free > 0 && free < total);
    }
    const text = await output("staging");
    assert.match(text, new RegExp(`${pod} +n2 +${id} +\\S+ +\\d+s +uploading`));
    assert.match(text, new RegExp(`${pod} +n\\d +${gone} .* unknown .*the image is gone`));

    await inPod(pod, "rm", `${stagingDirectory}/${gone}`);
    await openstack("image", "delete", id);
    assert.doesNotMatch(await output("staging"), new RegExp(id));
  });

  it("say why an image is queued: what was declared raw is qcow2", async () => {
    const explained = async (id: string) => JSON.parse(await output("explain", id, "--json"));
    const [{ image: id }] = await pythonInPod(
      "glance-external-api-1",
      "queue_image",
      apiPort,
      "raw",
    );
    assert.equal((await explained(id)).cause, "never-uploaded");
    await stageImage("glance-external-api-1", 1, id);
    const staged = await explained(id);
    assert.equal(staged.cause, "staged-other-format");
    assert.match(staged.uploader, /declared raw, but the file is qcow2/);
    assert.equal(await startImport("glance-internal-api-0", id), 202);
    await waitUntil("The image was not queued", 60, async () => (await statusOf(id)) === "queued");
    const failed = await explained(id);
    assert.equal(failed.cause, "not-raw");
    assert.match(failed.evidence[0], /^glance-external-api-1 .*Image claimed to be raw/);
    await openstack("image", "delete", id);
    assert.equal((await explained(id)).status, "deleted");
    assert.equal((await explained(randomUUID())).status, "unknown");
  });

  it("follow an import from the pod that was asked to the pod that has staged the image", async () => {
    await npm("verify:import", "--stack", stack);
    const lines = (await output("logs", "--since", "1m", "--json")).split("\n");
    const entries = lines.map((line) => JSON.parse(line) as LogEntry);
    const times = entries.map(({ time }) => time);
    assert.deepEqual(times, [...times].sort());
    const isCall = ({ pod, message }: LogEntry) =>
      pod === "glance-internal-api-0" && message.startsWith("Proxying POST request");
    const call = entries.filter(isCall).at(-1);
    const [request = ""] = call?.requests ?? [];

    const forward = await ops("logs", "--request", request);
    assert.match(
      forward.stdout,
      /^glance-internal-api-0 .*Proxying POST request[^]*\nglance-external-api-2 .* of api_image_import completed$/,
    );
    const [, remote = ""] = /belongs together with (req-[^ ,.]+)/.exec(forward.stderr) ?? [];
    assert.equal(await output("logs", "--request", remote), forward.stdout);
  });

  it("say so when no pod has logged a request", async () => {
    const result = await ops("logs", "--request", "req-nonsense");
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /^No pod has logged anything of req-nonsense in the last 10m: /);
  });

  it("leave the stack file as it is when they meet objects of somebody else", async function () {
    if ((await findPulumi()) !== undefined) {
      console.log("There is a Pulumi CLI on PATH, which refuses such objects by itself: skipped.");
      this.skip();
    }
    const label = "applyset.kubernetes.io/part-of";
    const service = ["service", "glance-external"];
    // Encrypted anew by each deployment to the lab.
    const settings = () => readFileSync(file, "utf8").replaceAll(/secure: .*/g, "");
    const before = settings();
    const owner = await kube(
      "get",
      ...service,
      `--output=jsonpath={.metadata.labels.${label.replaceAll(".", "\\.")}}`,
    );
    await kube("label", ...service, `${label}-`);
    try {
      await assert.rejects(
        npm("up", "--stack", stack, "--config", "replicas=1"),
        /The Service glance-external exists and does not belong to this stack: /,
      );
    } finally {
      await kube("label", ...service, `${label}=${owner}`);
    }
    assert.equal(settings(), before);
    assert.equal((await apiPods()).length, 6);
  });
});
