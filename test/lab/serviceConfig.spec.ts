import assert from "node:assert/strict";

import { parse } from "ini";

import { cephConfig, cephKey, cephKeyring } from "../../lab/services/cephConfig";
import type { LabCredentials } from "../../lab/services/credentials";
import { keystoneConfig } from "../../lab/services/keystone";
import { databaseStatements } from "../../lab/services/mariadb";

const credentials: LabCredentials = {
  ceph: { fsid: "f", monitors: [], user: "openstack", key: "k", pool: "images" },
  database: { host: "10.0.0.1", port: 3306, user: "glance", password: "secret1", name: "glance" },
  keystone: {
    authUrl: "http://10.0.0.1:5000/v3",
    adminUser: "admin",
    adminPassword: "secret2",
    region: "RegionOne",
    demoUser: "demo",
    demoPassword: "secret3",
    databasePassword: "secret4",
  },
};

describe("ceph.conf", () => {
  const { global, client } = parse(cephConfig()) as Record<string, Record<string, string>>;

  it("names the monitor by both protocols", () => {
    assert.equal(global?.["mon_host"], "[v2:10.88.0.1:3300,v1:10.88.0.1:6789]");
  });

  it("requires cephx everywhere", () => {
    const auth = ["cluster", "service", "client"].map((kind) => global?.[`auth_${kind}_required`]);
    assert.deepEqual(auth, ["cephx", "cephx", "cephx"]);
  });

  it("lets clients leave no socket behind", () => {
    assert.equal(client?.["admin_socket"], "");
  });
});

describe("a key of Ceph", () => {
  it("frames type, time, length and secret", () => {
    const key = Buffer.from(cephKey(0x01020304, Buffer.alloc(16, 0xff)), "base64");
    assert.equal(key.toString("hex"), `0100040302010000000010${"00"}${"ff".repeat(16)}`);
  });

  it("is another one each time", () => {
    assert.notEqual(cephKey(), cephKey());
  });
});

describe("the keyring of Ceph", () => {
  it("gives Glance's user no more than its pool", () => {
    assert.equal(
      cephKeyring({ "client.openstack": "KEY" }),
      `[client.openstack]
	key = KEY
	caps mon = "profile rbd"
	caps mgr = "profile rbd"
	caps osd = "profile rbd pool=images"
`,
    );
  });

  it("gives an unknown user nothing", () => {
    assert.equal(cephKeyring({ "client.other": "KEY" }), "[client.other]\n\tkey = KEY\n");
  });
});

describe("keystone.conf", () => {
  it("uses Keystone's own database account", () => {
    const config = parse(keystoneConfig(credentials)) as Record<string, Record<string, string>>;
    assert.equal(
      config["database"]?.["connection"],
      "mysql+pymysql://keystone:secret4@10.0.0.1:3306/keystone",
    );
  });

  it("holds no password of a user", () => {
    assert.doesNotMatch(keystoneConfig(credentials), /secret[123]/);
  });
});

describe("the databases", () => {
  it("belong to one account each", () => {
    const grants = databaseStatements(credentials).match(/^GRANT.*$/gm);
    assert.deepEqual(grants, [
      "GRANT ALL ON glance.* TO 'glance'@'%';",
      "GRANT ALL ON keystone.* TO 'keystone'@'%';",
    ]);
  });
});
