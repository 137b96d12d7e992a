import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { find, record } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3" },
  tls: { ca: { secret: "openstack-ca" } },
  pod: { tolerations: [{ operator: "Exists" }] },
};
const made = (dbPurge: GlanceArgs["dbPurge"]) =>
  record(() => void new Glance("glance", { ...args, dbPurge }));
const manage = ["glance-manage", "--config-dir", "/etc/glance/glance.conf.d", "db"];

describe("the purge of the database", () => {
  it("is none without the key", async () => {
    const all = await made(undefined);
    assert.equal(all.filter(({ type }) => type.endsWith(":CronJob")).length, 0);
  });

  it("is a CronJob that never runs twice at once, in pods like those of Jobs", async () => {
    const all = await made({ schedule: "30 3 * * sun" });
    const { spec } = find(all, "CronJob", "glance-db-purge").inputs;
    const { jobTemplate, ...when } = spec;
    assert.deepEqual(when, {
      schedule: "30 3 * * sun",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 3600,
    });
    const [container] = jobTemplate.spec.template.spec.containers;
    const limits = ["--age_in_days", "30", "--max_rows", "100"];
    assert.deepEqual(container.command, [...manage, "purge", ...limits]);
    const [sync] = all.filter(({ inputs }) => /^glance-db-sync-/.test(inputs.metadata?.name));
    const expected = structuredClone(sync?.inputs.spec);
    Object.assign(expected.template.spec.containers[0], {
      name: "glance-db-purge",
      command: container.command,
    });
    assert.deepEqual(jobTemplate.spec, expected);
  });

  it("is a second one for the records of images, where their age is given", async () => {
    const all = await made({ age: 60, rows: 5, imagesAge: 365 });
    assert.equal(all.filter(({ type }) => type.endsWith(":CronJob")).length, 2);
    const { spec } = find(all, "CronJob", "glance-db-purge-images").inputs;
    assert.deepEqual(spec.jobTemplate.spec.template.spec.containers[0].command, [
      ...manage,
      "purge_images_table",
      ...["--age_in_days", "365", "--max_rows", "5"],
    ]);
  });
});
