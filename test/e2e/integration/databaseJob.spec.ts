import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { labEnvironment } from "../../../lab/environment";
import { inServices } from "../../../lab/services/rootfs";
import { setSecrets } from "../../../ops/stackFile";
import { readPassphrase } from "../../../render";
import { stackValue } from "../../support/stackConfig";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];
const admin = "deployer";
const name = "glance_empty";

const sql = (...statements: string[]) => inServices(["mariadb"], statements.join(";\n"));

describe("the creation of the database on the lab", () => {
  const password = randomBytes(16).toString("hex");

  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    await npm("up", ...here);
    await sql(
      `CREATE OR REPLACE USER '${admin}'@'%' IDENTIFIED BY '${password}'`,
      `GRANT ALL ON *.* TO '${admin}'@'%' WITH GRANT OPTION`,
    );
    configure("database", stackValue("database", { name, user: name, adminUser: admin }));
    setSecrets(stack, readPassphrase(labEnvironment()) ?? "", [
      { path: "database.adminPassword", value: password },
    ]);
  });
  after(async () => {
    await npm("down", ...here, "--keep-lab");
    await sql(
      `DROP DATABASE IF EXISTS ${name}`,
      `DROP USER IF EXISTS '${name}'@'%', '${admin}'@'%'`,
    );
  });

  it("gives Glance a database where there was none, in which images are imported", async () => {
    await npm("up", ...here);
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });
});
