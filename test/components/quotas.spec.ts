import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { find, record, type Registration } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: {
    authUrl: "http://keystone.openstack.svc:5000/v3",
    password: "geheim",
    adminPassword: "geheimer",
  },
};
const made = (quotas: GlanceArgs["quotas"]) =>
  record(() => void new Glance("glance", { ...args, quotas }));
const filesOf = (all: Registration[]) =>
  find(all, "Secret", "glance-external-api-config-data").inputs.stringData;
const registrationOf = (all: Registration[]) =>
  JSON.parse(
    find(all, "Secret", "glance-keystone-registration").inputs.stringData["registration.json"],
  );
const jobName = (all: Registration[]) =>
  all
    .map(({ inputs }) => inputs.metadata?.name)
    .find((name) => /^glance-keystone-.{8}$/.test(name));

describe("the quotas", () => {
  it("are none without the key", async () => {
    const all = await made(undefined);
    assert.doesNotMatch(filesOf(all)["00-config.conf"], /limit/);
    assert.doesNotMatch(filesOf(all)["10-secrets.conf"], /limit/);
    assert.equal("limits" in registrationOf(all), false);
  });

  it("have Glance ask Keystone, in the scope of the system, for the endpoint of the region", async () => {
    const files = filesOf(await made({ imageCountTotal: 100 }));
    assert.match(files["00-config.conf"], /^use_keystone_limits = true$/m);
    const [, section] = files["00-config.conf"].split("[oslo_limit]\n");
    assert.equal(
      section,
      [
        "auth_type = password",
        "auth_url = http://keystone.openstack.svc:5000/v3",
        "username = glance",
        "user_domain_name = Default",
        "system_scope = all",
        "endpoint_service_type = image",
        "endpoint_service_name = glance",
        "endpoint_region_name = RegionOne",
        "endpoint_interface = internal",
        "",
      ].join("\n"),
    );
    assert.match(files["10-secrets.conf"], /^\[oslo_limit\]\npassword = geheim$/m);
  });

  it("are registered, without a limit where none is given", async () => {
    const all = await made({ imageCountTotal: 100, imageSizeTotal: 0 });
    assert.deepEqual(registrationOf(all).limits, {
      image_size_total: 0,
      image_stage_total: 2147483647,
      image_count_total: 100,
      image_count_uploading: 2147483647,
    });
  });

  it("are registered by a second program, and the Job without them stays as it is", async () => {
    const commands = [];
    for (const quotas of [undefined, { imageCountTotal: 1 }]) {
      const all = await made(quotas);
      const job = all.find(({ inputs }) => /^glance-keystone-.{8}$/.test(inputs.metadata?.name));
      const [container] = job?.inputs.spec.template.spec.containers ?? [];
      commands.push(container.command);
      const { stringData } = find(all, "Secret", "glance-keystone-registration").inputs;
      const programs =
        quotas === undefined ? [] : ["keystone_limits.py", "keystone_registration.py"];
      assert.deepEqual(Object.keys(stringData).sort(), [...programs, "registration.json"]);
    }
    assert.equal(commands[0][1], "-c");
    assert.deepEqual(commands[1], [
      "python3",
      "/etc/glance-keystone/keystone_limits.py",
      "/etc/glance-keystone/registration.json",
    ]);
  });

  it("are registered anew when they change", async () => {
    const names = new Set();
    for (const quotas of [undefined, { imageCountTotal: 1 }, { imageCountTotal: 2 }]) {
      names.add(jobName(await made(quotas)));
    }
    assert.equal(names.size, 3);
  });
});
