import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { labEnvironment } from "../../../lab/environment";
import { inServices } from "../../../lab/services";
import { setSecrets } from "../../../ops/stackFile";
import { readPassphrase } from "../../../render";
import { stackValue } from "../../support/stackConfig";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];
const admin = "deployer";
const name = "glance_empty";

const sql = (...statements: string[]) => inServices(["mariadb"], statements.join(";\n"));
const encrypt = (path: string, value: string) =>
  setSecrets(stack, readPassphrase(labEnvironment()) ?? "", [{ path, value }]);

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
  });
  after(async () => {
    await npm("down", ...here, "--keep-lab");
    await sql(
      `DROP DATABASE IF EXISTS ${name}`,
      `DROP USER IF EXISTS '${name}'@'%', '${admin}'@'%'`,
    );
  });

  it("ends with one sentence when the password of the administrator is wrong", async () => {
    const wrong = randomBytes(16).toString("hex");
    encrypt("database.adminPassword", wrong);
    await assert.rejects(npm("up", ...here), ({ message }: Error) => {
      assert.match(
        message,
        new RegExp(
          `The database ${name} could not be made on 10\\.88\\.0\\.1:3306: Access denied for user '${admin}'@.*; ` +
            "look at glance:database\\.host, adminUser and adminPassword\\.",
        ),
      );
      assert.ok(!message.includes(wrong) && !message.includes("Traceback"));
      return true;
    });
    assert.equal(await sql(`SHOW DATABASES LIKE '${name}'`), "");
  });

  it("gives Glance a database where there was none, in which images are imported", async () => {
    encrypt("database.adminPassword", password);
    await npm("up", ...here);
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("lets Glance do nothing in other databases", async () => {
    const grants = (await sql(`SHOW GRANTS FOR '${name}'@'%'`)).split("\n").slice(1);
    assert.match(grants[0] ?? "", /^GRANT USAGE ON \*\.\* TO /);
    assert.deepEqual(
      grants.slice(1).map((grant) => grant.replaceAll("\\\\", "\\")),
      [`GRANT ALL PRIVILEGES ON \`glance\\_empty\`.* TO \`${name}\`@\`%\``],
    );
  });

  it("runs again for another password of Glance, and leaves what is there", async () => {
    const tables = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${name}'`;
    const before = await sql(tables);
    encrypt("database.password", randomBytes(16).toString("hex"));
    await npm("up", ...here);
    assert.equal(await sql(tables), before);
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });
});
