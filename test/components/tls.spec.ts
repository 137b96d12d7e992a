import assert from "node:assert/strict";

import { Glance, type GlanceArgs, type TlsArgs } from "../../components";
import { renderHttpdConf } from "../../components/httpdConf";
import { find, record, type Registration } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "https://keystone.example.org/v3", adminPassword: "geheim" },
};
const ca = { configMap: "openstack-ca" };

const glance = (tls: TlsArgs, changes: Partial<GlanceArgs> = {}) =>
  record(() => void new Glance("glance", { ...args, ...changes, tls }));

const podOf = (made: Registration[], name: string) =>
  find(made, "StatefulSet", name).inputs.spec.template.spec;
const named = (list: object, name: string) =>
  Object.values(list).find((item) => item.name === name);

describe("an API with a certificate", () => {
  let made: Registration[];
  before(async () => {
    made = await glance({ secret: "glance-tls", ca });
  });

  it("is spoken to by https, by other pods, clients and probes", () => {
    const [api] = podOf(made, "glance-internal-api").containers;
    assert.equal(
      named(api.env, "OS_DEFAULT__WORKER_SELF_REFERENCE_URL").value,
      "https://$(POD_NAME).glance-internal-api.openstack.svc:9292",
    );
    assert.equal(api.startupProbe.httpGet.scheme, "HTTPS");
    assert.equal(api.readinessProbe.httpGet.scheme, "HTTPS");
    const registration = find(made, "Secret", "glance-keystone-registration").inputs.stringData;
    assert.deepEqual(JSON.parse(registration["registration.json"]).endpoints, {
      public: "https://glance-external.openstack.svc:9292",
      internal: "https://glance-internal.openstack.svc:9292",
      admin: "https://glance-internal.openstack.svc:9292",
    });
  });

  it("has the key in the container of Apache alone", () => {
    const { initContainers, containers, volumes } = podOf(made, "glance-external-api");
    assert.deepEqual(named(volumes, "tls").secret, {
      secretName: "glance-tls",
      defaultMode: 0o440,
    });
    const holders = [...initContainers, ...containers]
      .filter(({ volumeMounts }) => named(volumeMounts, "tls") !== undefined)
      .map(({ name }) => name);
    assert.deepEqual(holders, ["glance-httpd"]);
  });

  it("is tried before Glance starts, and looked after beside Apache", () => {
    const { initContainers, containers, volumes } = podOf(made, "glance-external-api");
    const httpd = named(initContainers, "glance-httpd");
    const commands = [...httpd.command, ...containers[0].command].join(" ");
    const { items } = named(volumes, "httpd-config").secret;
    const { stringData } = find(made, "Secret", "glance-external-api-config-data").inputs;
    for (const file of ["watch_certificate.sh", "start_httpd.sh", "glance_certificate.py"]) {
      assert.ok(commands.includes(`/etc/httpd/${file}`), file);
      assert.ok(items.some(({ key }: { key: string }) => key === file));
      assert.ok(stringData[file]);
    }
    assert.equal(httpd.command[2], "/etc/glance-tls");
  });

  it("has it from the Secret for all APIs, or from an issuer for each", async () => {
    assert.ok(!made.some(({ type }) => type.endsWith(":Certificate")));
    const asked = await glance({ issuer: { name: "openstack" }, ca });
    for (const api of ["external", "internal"]) {
      const secretName = `glance-${api}-api-tls`;
      assert.deepEqual(find(asked, "Certificate", secretName).inputs.spec, {
        secretName,
        dnsNames: [`*.glance-${api}-api.openstack.svc`, `glance-${api}.openstack.svc`],
        usages: ["server auth"],
        privateKey: { rotationPolicy: "Always" },
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "openstack" },
      });
      const { volumes } = podOf(asked, `glance-${api}-api`);
      assert.equal(named(volumes, "tls").secret.secretName, secretName);
    }
  });
});

describe("httpd.conf with a certificate", () => {
  const server = { apiTimeout: 60, gracePeriod: 600 };

  it("speaks TLS of today, and tells Glance so", () => {
    const lines = renderHttpdConf(server, true).split("\n");
    for (const line of [
      "LoadModule ssl_module ${MODULES}/mod_ssl.so",
      "LoadModule headers_module ${MODULES}/mod_headers.so",
      "SSLEngine on",
      "SSLProtocol -all +TLSv1.2 +TLSv1.3",
      "SSLCertificateFile /etc/glance-tls/tls.crt",
      "SSLCertificateKeyFile /etc/glance-tls/tls.key",
      "RequestHeader setIfEmpty X-Forwarded-Proto https",
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it("has room for processes that finish uploads with a former certificate", () => {
    assert.match(renderHttpdConf(server, true), /^ServerLimit 16$/m);
    assert.match(renderHttpdConf(server), /^ServerLimit 2$/m);
  });
});
