import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { find, record } from "../support/mocks";
import { refusal } from "../support/refusal";
import { stackValue } from "../support/stackConfig";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3" },
};
const made = (database: Partial<GlanceArgs["database"]> = {}) =>
  record(() => void new Glance("glance", { ...args, database: { ...args.database, ...database } }));
const jobNames = async (database?: Partial<GlanceArgs["database"]>) =>
  (await made(database))
    .filter(({ type }) => type.endsWith(":Job"))
    .map(({ inputs }) => inputs.metadata.name);

describe("the creation of the database", () => {
  it("is left to others without the password of an administrator", async () => {
    const names = await jobNames({ adminUser: "admin" });
    assert.deepEqual(
      names.filter((name) => name.startsWith("glance-db-create")),
      [],
    );
  });

  it("is a Job with a Secret that holds both logins", async () => {
    const all = await made({ adminPassword: "geheim", password: "own" });
    const secret = find(all, "Secret", "glance-database-creation");
    assert.deepEqual(JSON.parse(secret.inputs.stringData["creation.json"]), {
      host: "mariadb.openstack.svc",
      port: 3306,
      name: "glance",
      user: "glance",
      password: "own",
      adminUser: "root",
      adminPassword: "geheim",
    });
    assert.ok(secret.secrets.length > 0);
    const job = all.find(({ inputs }) => /^glance-db-create-.{8}$/.test(inputs.metadata?.name));
    assert.doesNotMatch(JSON.stringify(job?.inputs), /geheim|"own"/);
  });

  it("runs again for another password", async () => {
    const first = await jobNames({ adminPassword: "geheim", password: "one" });
    const second = await jobNames({ adminPassword: "geheim", password: "two" });
    assert.notDeepEqual(first, second);
  });

  it("is refused where Glance would be the administrator", () => {
    const database = stackValue("database", { user: "root", adminPassword: "geheim" });
    assert.equal(
      refusal({ database }, ["database"]),
      'glance:database.adminUser is "root", the same as glance:database.user: write another administrator, because the user of ' +
        "Glance gets a password of its own.",
    );
  });

  it("is refused with the password in plain text", () => {
    const database = stackValue("database", { adminPassword: "geheim" });
    assert.match(refusal({ database }), /^glance:database\.adminPassword is in plain text/);
  });
});
