import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { loadConfig } from "../../config";
import { find, record } from "../support/mocks";
import { refusal } from "../support/refusal";
import { setConfig } from "../support/stackConfig";

const remedy = "write a whole number from 1 to 64.";

describe("the workers of a pod", () => {
  for (const [field, wrong] of [
    ["processes", 0],
    ["threads", 65],
    ["imports", "many"],
  ]) {
    it(`are refused with ${wrong} ${field}`, () => {
      const shown = JSON.stringify(wrong);
      assert.equal(
        refusal({ workers: { [field as string]: wrong } }),
        `glance:workers.${field} is ${shown}: ${remedy}`,
      );
    });
  }

  it("are refused with a misspelt field", () => {
    assert.equal(
      refusal({ workers: { proceses: 2 } }),
      "glance:workers.proceses is not a configuration key: did you mean processes?",
    );
  });

  it("are the only place for threads that import", () => {
    assert.equal(
      refusal({ customServiceConfig: "[wsgi]\ntask_pool_threads = 8\n" }),
      "glance:customServiceConfig sets [wsgi] task_pool_threads in line 2: remove it, set glance:workers.imports instead.",
    );
  });

  it("are refused with more imports than images of the largest size find room for", () => {
    const customServiceConfig = "[DEFAULT]\nimage_size_cap = 536870912\n";
    assert.equal(
      refusal({ workers: { imports: 8 }, internal: { customServiceConfig } }),
      "glance:workers lets a pod run 16 imports at once, for which images of image_size_cap = 536870912 do not fit into the 10Gi of " +
        "glance:staging.size: write fewer processes or imports, a larger size, or image_size_cap = 335544320.",
    );
    setConfig({ workers: { imports: 5 }, customServiceConfig });
    assert.equal(loadConfig().glance.workers?.imports, 5);
  });

  it("are refused with more processes than the memory holds", () => {
    assert.equal(
      refusal({ workers: { processes: 20 } }),
      'glance:resources.limits.memory is "2Gi", too little for 20 processes of Glance: write at least 2.5Gi, or fewer processes ' +
        "in glance:workers.processes.",
    );
    assert.match(
      refusal({ resources: { limits: { memory: "128Mi" } } }),
      /^glance:resources\.limits\.memory is "128Mi", too little for 2 processes .* at least 256Mi/,
    );
    setConfig({ workers: { processes: 16 } });
    assert.equal(loadConfig().glance.workers?.processes, 16);
    setConfig({ workers: { processes: 64 }, resources: { requests: { memory: "8Gi" } } });
    assert.equal(loadConfig().glance.workers?.processes, 64);
  });

  it("reach uWSGI, Glance and the probe", async () => {
    const args: GlanceArgs = {
      image: "registry.example.org/glance:33.0.0",
      workers: { processes: 1, imports: 6 },
      ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
      database: { host: "mariadb.openstack.svc" },
      keystone: { authUrl: "http://keystone.openstack.svc:5000/v3" },
    };
    const all = await record(() => void new Glance("glance", args));
    const { stringData } = find(all, "Secret", "glance-external-api-config-data").inputs;
    assert.match(stringData["uwsgi.ini"], /^processes = 1$/m);
    assert.match(stringData["uwsgi.ini"], /^threads = 4$/m);
    assert.match(stringData["00-config.conf"], /^task_pool_threads = 6$/m);
    const { containers } = find(all, "StatefulSet", "glance-external-api").inputs.spec.template
      .spec;
    assert.deepEqual(containers[0].livenessProbe.exec.command, ["rm", "/tmp/heartbeat-1"]);
  });
});
