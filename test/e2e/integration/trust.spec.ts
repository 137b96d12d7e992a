import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stopDaemon } from "../../../lab/daemon";
import { labEnvironment } from "../../../lab/environment";
import { inServices } from "../../../lab/services";
import { keystoneDaemon, startServer as startKeystone } from "../../../lab/services/keystone";
import { mariadbDaemon, startServer as startMariadb } from "../../../lab/services/mariadb";
import { dataDirectory, mountPoint } from "../../../lab/services/rootfs";
import { controlPlaneAddress } from "../../../lab/topology";
import { openStack } from "../../../ops/stack";
import { setSecrets } from "../../../ops/stackFile";
import { readPassphrase } from "../../../render";
import { authorityPem, makeAuthority, makeCertificate } from "../../support/certificates";
import { stackValue } from "../../support/stackConfig";
import { configure, inPod, makeStackFile, namespace, npm, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";
const name = "glance_tls";
const admin = "deployer";
const httpsPort = 5443;
const authUrl = `https://${controlPlaneAddress}:${httpsPort}/v3`;
const certificateFiles = ["server.crt", "server.key"].map((file) => `${mountPoint}/tls/${file}`);

const sql = (...statements: string[]) => inServices(["mariadb"], statements.join(";\n"));

/** Starts MariaDB and Keystone anew; with a certificate of their own, or as they were. */
async function restartServers(tls: boolean): Promise<void> {
  const [certificate, key] = certificateFiles;
  await stopDaemon(keystoneDaemon, "SIGTERM");
  await stopDaemon(mariadbDaemon, "SIGTERM");
  await startMariadb(tls ? [`--ssl-cert=${certificate}`, `--ssl-key=${key}`] : []);
  const socket = `${controlPlaneAddress}:${httpsPort},${certificate},${key}`;
  await startKeystone(tls ? ["--https-socket", socket] : []);
}

describe("servers with certificates by a CA of one's own on the lab", () => {
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-trust-"));
    const ca = makeAuthority(directory);
    const { certificate, key } = makeCertificate(ca, [`IP:${controlPlaneAddress}`]);
    makeStackFile();
    configure("replicas", 1);
    await npm("up", ...here);

    mkdirSync(dataDirectory("tls"), { recursive: true });
    writeFileSync(join(dataDirectory("tls"), "server.crt"), certificate);
    writeFileSync(join(dataDirectory("tls"), "server.key"), key);
    await inServices(["chmod", "-R", "a+rX", `${mountPoint}/tls`]);
    await restartServers(true);
    const password = randomBytes(16).toString("hex");
    await sql(
      `CREATE OR REPLACE USER '${admin}'@'%' IDENTIFIED BY '${password}' REQUIRE SSL`,
      `GRANT ALL ON *.* TO '${admin}'@'%' WITH GRANT OPTION`,
      // Whoever logs in without TLS is turned away.
      `CREATE OR REPLACE USER '${name}'@'%' IDENTIFIED BY '${password}' REQUIRE SSL`,
    );

    const manifest = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "openstack-ca", namespace },
      stringData: { "ca.crt": authorityPem(ca) },
    };
    const { cluster } = openStack(stack);
    await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify(manifest) });
    configure("tls", { ca: { secret: "openstack-ca" } });
    configure("keystone", stackValue("keystone", { authUrl }));
    const database = { name, user: name, adminUser: admin, tls: true };
    configure("database", stackValue("database", database));
    setSecrets(stack, readPassphrase(labEnvironment()) ?? "", [
      { path: "database.adminPassword", value: password },
    ]);
  });
  after(async () => {
    await restartServers(false);
    await npm("down", ...here, "--keep-lab");
    await sql(
      `DROP DATABASE IF EXISTS ${name}`,
      `DROP USER IF EXISTS '${name}'@'%', '${admin}'@'%'`,
    );
    rmSync(directory, { recursive: true });
  });

  it("are trusted by Jobs and pods, which import through each other", async () => {
    await npm("up", ...here);
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("are asked with TLS alone", async () => {
    const users = "SELECT DISTINCT user FROM information_schema.processlist";
    const [, ...connected] = (await sql(users)).split("\n");
    assert.ok(connected.includes(name));
    const script = `import requests; print(requests.get("${authUrl}").status_code)`;
    assert.equal((await inPod(pod, "python3", "-c", script)).trim(), "200");
  });

  it("would not be trusted without the CA", async () => {
    const script = `import requests; requests.get("${authUrl}")`;
    const without = ["env", "-u", "REQUESTS_CA_BUNDLE", "python3", "-c", script];
    await assert.rejects(inPod(pod, ...without), /CERTIFICATE_VERIFY_FAILED/);
  });
});
