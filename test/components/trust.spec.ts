import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { trust } from "../../components/trust";
import { find, record, type Registration } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc", tls: true },
  keystone: { authUrl: "https://keystone.example.org/v3", adminPassword: "geheim" },
  tls: { ca: { secret: "openstack-ca" } },
};

const podSpecs = (made: Registration[], kind: string) =>
  made
    .filter(({ type }) => type.endsWith(`:${kind}`))
    .map(({ inputs }) => inputs.spec.template.spec);

describe("a CA of one's own", () => {
  let made: Registration[];
  before(async () => {
    made = await record(() => void new Glance("glance", args));
  });

  it("is trusted by Glance and by every Job, whatever library they use", () => {
    const specs = [...podSpecs(made, "StatefulSet"), ...podSpecs(made, "Job")];
    assert.equal(specs.length, 5);
    for (const { containers, volumes } of specs) {
      const [container] = containers;
      for (const variable of ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"]) {
        const { value } = container.env.find(({ name }: { name: string }) => name === variable);
        assert.equal(value, "/etc/glance-ca/ca.crt");
      }
      const mount = container.volumeMounts.find(({ name }: { name: string }) => name === "ca");
      assert.deepEqual(mount, { name: "ca", mountPath: "/etc/glance-ca", readOnly: true });
      const { secret } = volumes.find(({ name }: { name: string }) => name === "ca");
      assert.equal(secret.secretName, "openstack-ca");
      assert.equal(secret.defaultMode, 0o440);
    }
  });

  it("is what the certificate of the database is checked by", () => {
    for (const name of ["glance-external-api-config-data", "glance-config-data"]) {
      const { stringData } = find(made, "Secret", name).inputs;
      assert.match(
        stringData["10-secrets.conf"],
        /^connection = .*\/glance\?charset=utf8mb4&ssl_ca=\/etc\/glance-ca\/ca\.crt$/m,
      );
    }
  });

  it("may be in a ConfigMap", () => {
    const [volume] = trust({ configMap: "trusted" }).volumes;
    const items = [{ key: "ca.crt", path: "ca.crt" }];
    assert.deepEqual(volume, {
      name: "ca",
      configMap: { name: "trusted", defaultMode: 0o440, items },
    });
  });

  it("leaves everything as it is where there is none", async () => {
    const plain = await record(
      () => void new Glance("glance", { ...args, tls: {}, database: { host: "db.example.org" } }),
    );
    assert.doesNotMatch(JSON.stringify(plain), /glance-ca|CA_BUNDLE|ssl_ca/);
  });
});
