import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createServer, type Server } from "node:tls";

import { execa } from "execa";

import { imageExitCode } from "../../../model/image";
import {
  type Authority,
  type KeyPair,
  makeAuthority,
  makeCertificate,
} from "../../support/certificates";

const files = join(__dirname, "../../../components/files");
const host = "glance-single-api-0.glance-single-api.openstack.svc";
const names = ["*.glance-single-api.openstack.svc", "glance-single.openstack.svc"];

describe("the certificate of a pod", () => {
  let directory: string;
  let ca: Authority;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "glance-certificate-"));
    ca = makeAuthority(directory);
    makeAuthority(directory, "other");
  });
  after(() => rmSync(directory, { recursive: true }));

  /** What the start of Glance says beside an Apache with this certificate; that of uWSGI is a stand-in. */
  async function start({ certificate, key }: KeyPair) {
    const server: Server = createServer({ cert: certificate, key });
    server.on("tlsClientError", () => undefined);
    // The client hangs up without reading the session tickets of TLS 1.3.
    server.on("secureConnection", (connection) => connection.on("error", () => undefined));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const script =
      "import sys, start_glance; start_glance.main = lambda ini: print('Glance starts with', ini); " +
      "import glance_certificate; glance_certificate.main('uwsgi.ini')";
    const { all, exitCode } = await execa("python3", ["-c", script], {
      env: {
        PYTHONPATH: files,
        PYTHONDONTWRITEBYTECODE: "1",
        SSL_CERT_FILE: join(directory, "ca.crt"),
        OS_DEFAULT__WORKER_SELF_REFERENCE_URL: `https://${host}:${port}`,
      },
      all: true,
      reject: false,
    });
    server.close();
    return { text: all, exitCode };
  }

  it("lets Glance start when other pods accept it", async () => {
    const { text, exitCode } = await start(makeCertificate(ca, names));
    assert.equal(text, "Glance starts with uwsgi.ini");
    assert.equal(exitCode, 0);
  });

  const refused: [string, () => KeyPair, string][] = [
    [
      "has not the names of the pods",
      () => makeCertificate(ca, ["glance-single.openstack.svc"]),
      `Hostname mismatch, certificate is not valid for '${host}'`,
    ],
    [
      "is by a CA that the pods do not trust",
      () => makeCertificate({ directory, name: "other" }, names),
      "unable to get local issuer certificate",
    ],
  ];
  for (const [what, make, reason] of refused) {
    it(`keeps Glance from starting when it ${what}, with one sentence`, async () => {
      const { text, exitCode } = await start(make());
      assert.equal(
        text,
        `The certificate of this pod is not accepted by other pods: ${reason}; glance:tls needs one for the names that ` +
          "the output certificateNames lists, by a CA of glance:tls.ca.",
      );
      assert.equal(exitCode, imageExitCode);
    });
  }

  it("is read again by Apache when it was renewed", async () => {
    const write = (text: string) => {
      writeFileSync(join(directory, "tls.crt"), text);
      writeFileSync(join(directory, "tls.key"), text);
    };
    write("first");
    const apache = "trap 'echo read again' USR1; echo runs; while :; do sleep 0.1; done";
    const script = join(files, "watch_certificate.sh");
    const child = spawn("sh", [script, directory, "sh", "-c", apache], {
      env: { ...process.env, INTERVAL: "0.1" },
      detached: true,
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => lines.push(line));
    }
    const says = async (wanted: string) => {
      while (!lines.includes(wanted)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    try {
      await says("runs");
      execFileSync("sleep", ["0.4"]);
      assert.deepEqual(lines, ["runs"]);
      write("second");
      await says("The certificate has been renewed.");
      await says("read again");
    } finally {
      process.kill(-(child.pid ?? 0), "SIGKILL");
    }
  });
});
