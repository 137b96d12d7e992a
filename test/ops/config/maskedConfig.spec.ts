import assert from "node:assert/strict";

import { glanceConf, glanceSecrets } from "../../../components/glanceConf";
import { renderOsloConf } from "../../../model/osloConf";
import { defaultWorkers } from "../../../model/workers";
import { maskedConfig } from "../../../ops/config/maskedConfig";

const masked = (...lines: string[]) => maskedConfig("01-config.conf", lines.join("\n")).split("\n");

const database = { host: "mariadb", port: 3306, name: "glance", user: "glance" };
const keystone = {
  authUrl: "http://keystone:5000/v3",
  region: "RegionOne",
  user: "glance",
  project: "service",
  userDomain: "Default",
  projectDomain: "Default",
};

describe("a configuration without its secrets", () => {
  it("shows no value of the file with the passwords", () => {
    const text = renderOsloConf(
      glanceSecrets({ database, keystone, quotas: undefined }, "hunter2", "hunter3"),
    );
    assert.equal(
      maskedConfig("10-secrets.conf", text),
      "[database]\nconnection = ***\n\n[keystone_authtoken]\npassword = ***\n",
    );
  });

  it("is the program's own configuration unchanged, which has none", () => {
    const text = renderOsloConf(
      glanceConf(
        {
          ...{ importMethods: ["glance-direct"], imagePlugins: [], quotas: undefined },
          ...{ keystone, database, workers: defaultWorkers },
          ceph: { pool: "images", user: "openstack", parallelWrites: true },
        },
        "external",
      ),
    );
    assert.equal(maskedConfig("00-config.conf", text), text);
  });

  it("shows no value of an option with the name of a secret", () => {
    for (const name of [
      "connection",
      "slave_connection",
      "memcache_secret_key",
      "metadata_encryption_key",
      "swift_store_key",
      "cinder_store_password",
      "transport_url",
      "Password",
      "admin_token",
    ]) {
      assert.deepEqual(masked(`${name} = hunter2`), [`${name} = ***`], name);
      assert.deepEqual(masked(`${name}:hunter2`), [`${name}:***`], name);
    }
  });

  it("shows no secret that is commented out, or goes on in the next line", () => {
    assert.deepEqual(masked("# password = hunter2"), ["# password = ***"]);
    assert.deepEqual(masked("password = hunter2", "  hunter3 = x", "debug = true"), [
      "password = ***",
      "  ***",
      "debug = true",
    ]);
    assert.deepEqual(masked("password =", "  hunter2"), ["password =", "  ***"]);
  });

  it("shows options that only sound like a secret", () => {
    const lines = [
      "service_token_roles_required = true",
      "token_cache_time = 300",
      "keyfile = /etc/tls/tls.key",
      "connection_debug = 0",
      "rbd_store_user = openstack",
    ];
    assert.deepEqual(masked(...lines), lines);
  });

  it("shows neither user nor password of a URL, in any file", () => {
    const mask = (text: string) => maskedConfig("httpd.conf", text);
    assert.equal(mask("ProxyPass / http://me:hunter2@host:80/"), "ProxyPass / http://***@host:80/");
    assert.equal(mask("url = redis://:hun/t@er2@host"), "url = redis://***@host");
    assert.equal(mask("url = http://host/a http://b"), "url = http://host/a http://b");
  });
});
