import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { openStack } from "../../ops/stack";
import { setSecrets } from "../../ops/stackFile";
import { stackFile } from "../support/stackConfig";
import { useStackFolder } from "../support/stackFolder";

const project = join(__dirname, "../../Pulumi.yaml");
const original = readFileSync(stackFile, "utf8");

describe("a stack that a command works on", () => {
  useStackFolder();
  const write = (text: string) => writeFileSync("Pulumi.test.yaml", text);

  before(() => copyFileSync(project, "Pulumi.yaml"));
  beforeEach(() => {
    write(original);
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    delete process.env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  });

  it("goes to the lab when it names no cluster and has the lab's Ceph", () => {
    const { cluster, lab } = openStack("test");
    assert.equal(lab, true);
    const [program, options] = cluster.command();
    assert.match(program, /\/kubectl$/);
    assert.match(options[1] ?? "", /kubeconfig$/);
  });

  it("may be named with its organization and project", () => {
    assert.equal(openStack("acme/glance/test").deployment.apis.length, 2);
  });

  it("goes to the cluster that it names, with its namespace", () => {
    write(`${original}  glance:context: prod\n  glance:namespace: images\n`);
    const { cluster, lab } = openStack("test");
    assert.equal(lab, false);
    const options = ["--context", "prod", "--namespace", "images"];
    assert.deepEqual(cluster.command(), ["kubectl", options]);
  });

  it("has the APIs, pods, claims and URLs that the program deploys", () => {
    const { apis } = openStack("test", [{ path: "internal.replicas", value: "1" }]).deployment;
    assert.deepEqual(
      apis.map(({ statefulSet, pods }) => [statefulSet, pods.length]),
      [
        ["glance-external-api", 3],
        ["glance-internal-api", 1],
      ],
    );
    assert.deepEqual(apis[1]?.pods[0], {
      name: "glance-internal-api-0",
      ordinal: 0,
      claim: "glance-glance-internal-api-0",
      url: "http://glance-internal-api-0.glance-internal-api.openstack.svc:9292",
      node: "n1",
      volume: {
        name: "local-storage02-n1",
        node: "n1",
        path: "/mnt/openstack/pv02",
        claim: "glance-glance-internal-api-0",
      },
    });
  });

  it("needs no secret to be decrypted", () => {
    setSecrets("test", "passphrase", [{ path: "database.password", value: "geheim" }]);
    assert.equal(openStack("test").settings.database.host, "10.88.0.1");
  });

  for (const key of ["context", "kubeconfig"]) {
    it(`never goes to another cluster because its ${key} is encrypted`, () => {
      setSecrets("test", "passphrase", [{ path: key, value: "prod" }]);
      assert.throws(() => openStack("test"), {
        message: new RegExp(`^glance:${key} is encrypted and cannot be decrypted here: set `),
      });
      process.env["PULUMI_CONFIG_PASSPHRASE"] = "passphrase";
      const { cluster } = openStack("test");
      assert.deepEqual(cluster.command()[1].slice(0, 2), [`--${key}`, "prod"]);
      process.env["PULUMI_CONFIG_PASSPHRASE"] = "another";
      assert.throws(() => openStack("test"), { message: /is encrypted and cannot be decrypted/ });
    });
  }

  it("is refused when it takes values from elsewhere", () => {
    write(`${original}environment:\n  - glance/prod\n`);
    assert.throws(() => openStack("test"), { message: /takes values from Pulumi ESC/ });
  });

  it("is missed by name, with the stacks that there are", () => {
    assert.throws(() => openStack("prod"), {
      message: /Pulumi\.prod\.yaml does not exist; stacks that do exist: test\.$/,
    });
  });
});
