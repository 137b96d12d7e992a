import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { cephFsid, controlPlaneAddress, nodeNames } from "../lab/topology";
import { stackFile } from "./support/stackConfig";

describe("the stack of the lab", () => {
  for (const file of [join(__dirname, "../Pulumi.dev.yaml"), stackFile]) {
    it(`names the lab's nodes, Ceph cluster, database and Keystone in ${file}`, () => {
      const { config } = parse(readFileSync(file, "utf8"));
      assert.deepEqual(config["glance:localStorage"].nodes, nodeNames);
      assert.equal(config["glance:ceph"].fsid, cephFsid);
      assert.deepEqual(config["glance:ceph"].monitors, [controlPlaneAddress]);
      assert.equal(config["glance:database"].host, controlPlaneAddress);
      assert.equal(config["glance:keystone"].authUrl, `http://${controlPlaneAddress}:5000/v3`);
    });
  }
});
