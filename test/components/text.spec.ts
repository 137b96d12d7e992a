import assert from "node:assert/strict";

import { parse } from "ini";

import { cephxKey, renderCephConf, renderKeyring } from "../../components/cephConf";
import { glanceConf, type GlanceSettings, glanceSecrets } from "../../components/glanceConf";
import { renderHttpdConf } from "../../components/httpdConf";
import { probes } from "../../components/probes";
import { formatStorageQuantity, parseStorageQuantity } from "../../model/quantity";
import { defaultWorkers } from "../../model/workers";
import { renderUwsgiIni } from "../../components/uwsgiIni";

const server = { apiTimeout: 120, gracePeriod: 900, workers: defaultWorkers };

describe("ceph.conf and the keyring", () => {
  it("say where the cluster is and who asks", () => {
    assert.equal(
      renderCephConf({ fsid: "f", monitors: ["192.0.2.1", "192.0.2.2:6789"], user: "openstack" }),
      [
        "[global]",
        "fsid = f",
        "mon_host = 192.0.2.1,192.0.2.2:6789",
        "auth_client_required = cephx",
        "",
        "[client.openstack]",
        "keyring = /etc/ceph/ceph.client.openstack.keyring",
        "",
      ].join("\n"),
    );
  });

  it("give access to one pool", () => {
    assert.equal(
      renderKeyring("openstack", "KEY==", "images"),
      '[client.openstack]\n\tkey = KEY==\n\tcaps mgr = "profile rbd"\n' +
        '\tcaps mon = "profile rbd"\n\tcaps osd = "profile rbd pool=images"\n',
    );
  });

  it("frame 16 random bytes as a cephx key", () => {
    const key = Buffer.from(cephxKey(Buffer.alloc(16, 9).toString("base64")), "base64");
    assert.equal(key.toString("hex"), `0100${"00".repeat(8)}1000${"09".repeat(16)}`);
  });
});

describe("a cephx key of the cipher aes256k", () => {
  it("frames 32 random bytes", () => {
    const key = cephxKey(Buffer.alloc(32, 9).toString("base64"), "aes256k");
    assert.equal(key.length, 60);
    assert.equal(
      Buffer.from(key, "base64").toString("hex"),
      `0200${"00".repeat(8)}2000${"09".repeat(32)}`,
    );
  });
});

describe("glance-api.conf", () => {
  const settings: GlanceSettings = {
    importMethods: ["glance-direct"],
    imagePlugins: ["image_conversion"],
    keystone: {
      ...{ authUrl: "http://k:5000/v3", region: "r", user: "glance", project: "service" },
      ...{ userDomain: "Default", projectDomain: "Default" },
    },
    database: { host: "2001:db8::5", port: 3306, name: "glance", user: "glance" },
    workers: defaultWorkers,
    quotas: undefined,
    ceph: { pool: "images", user: "openstack", parallelWrites: true },
  };

  it("logs in with user and project, and checks access rules of the image service", () => {
    const { keystone_authtoken } = glanceConf(settings, "external");
    assert.equal(keystone_authtoken?.["project_name"], "service");
    assert.equal(keystone_authtoken?.["service_type"], "image");
  });

  it("logs in with an application credential, and with nothing beside it", () => {
    const keystone = { ...settings.keystone, applicationCredentialId: "0123" };
    const { keystone_authtoken } = glanceConf({ ...settings, keystone }, "external");
    assert.equal(keystone_authtoken?.["auth_type"], "v3applicationcredential");
    assert.equal(keystone_authtoken["application_credential_id"], "0123");
    assert.equal(keystone_authtoken["service_type"], "image");
    for (const key of ["username", "user_domain_name", "project_name", "project_domain_name"]) {
      assert.equal(keystone_authtoken[key], undefined, key);
    }
    const secrets = glanceSecrets({ ...settings, keystone }, "p", "k");
    assert.deepEqual(secrets["keystone_authtoken"], { application_credential_secret: "k" });
  });

  it("stores images with the driver of the program, or with that of Glance where it is told to", () => {
    for (const [parallelWrites, type] of [
      [true, "parallel_rbd"],
      [false, "rbd"],
    ] as const) {
      const ceph = { ...settings.ceph, parallelWrites };
      const { DEFAULT } = glanceConf({ ...settings, ceph }, "external");
      assert.equal(DEFAULT?.["enabled_backends"], `rbd:${type}`);
    }
  });

  for (const line of ["auth_type = v3applicationcredential", "system_scope = all"]) {
    it(`keeps no project beside ${line}`, () => {
      const text = `[keystone_authtoken]\n${line}`;
      const { keystone_authtoken } = glanceConf(settings, "external", ["", text]);
      assert.equal(keystone_authtoken?.["project_name"], undefined);
      assert.equal(keystone_authtoken?.["project_domain_name"], undefined);
    });
  }

  it("writes an address of version 6 in brackets in the URL alone", () => {
    assert.match(
      String(glanceSecrets(settings, "p", "k")["database"]?.["connection"]),
      /@\[2001:db8::5\]:3306\/glance/,
    );
    const { disallowed_hosts } = glanceConf(settings, "external")["import_filtering_opts"] ?? {};
    assert.deepEqual((disallowed_hosts as string[]).at(-1), "2001:db8::5");
  });

  it("names the host once on which both Keystone and the database are", () => {
    const keystone = { ...settings.keystone, authUrl: "http://[2001:db8::5]:5000/v3" };
    const { import_filtering_opts } = glanceConf({ ...settings, keystone }, "external");
    const hosts = import_filtering_opts?.["disallowed_hosts"] as string[];
    assert.deepEqual(hosts.slice(-2), ["::", "2001:db8::5"]);
  });
});

describe("httpd.conf", () => {
  it("passes uploads on at once and does not block on a backend that starts", () => {
    const lines = renderHttpdConf({ apiTimeout: 120, gracePeriod: 900 }).split("\n");
    for (const line of [
      "Listen 9292",
      "Timeout 120",
      "GracefulShutdownTimeout 900",
      "Proxy100Continue Off",
      "LimitRequestBody 0",
      "ProxyPass / http://127.0.0.1:9293/ retry=0 disablereuse=on connectiontimeout=5 timeout=120",
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });
});

describe("the modules of Apache", () => {
  const text = renderHttpdConf({ apiTimeout: 60, gracePeriod: 600 });

  it("are where the start of the container says that this image has them", () => {
    assert.match(text, /^LoadModule proxy_module \$\{MODULES\}\/mod_proxy\.so$/m);
    assert.doesNotMatch(text, /\/usr\//);
  });

  it("are loaded once where an Apache has some of them linked in, as that of Debian has", () => {
    for (const name of ["log_config", "unixd"]) {
      const load = `LoadModule ${name}_module \${MODULES}/mod_${name}.so`;
      assert.ok(text.includes(`<IfModule !${name}_module>\n  ${load}\n</IfModule>\n`), name);
    }
  });
});

describe("uwsgi.ini", () => {
  it("waits for running imports as long as the pod may", () => {
    const { uwsgi } = parse(renderUwsgiIni(server)) as {
      uwsgi: Record<string, unknown>;
    };
    assert.equal(uwsgi["worker-reload-mercy"], "900");
    assert.equal(uwsgi["reload-mercy"], "900");
    assert.equal(uwsgi["socket-timeout"], "120");
    assert.equal(uwsgi["hook-master-start"], "unix_signal:15 gracefully_kill_them_all");
    assert.equal(uwsgi["http-socket"], "127.0.0.1:9293");
  });

  it("runs Glance in the module that reads every request to its end", () => {
    const { uwsgi } = parse(renderUwsgiIni(server)) as {
      uwsgi: Record<string, unknown>;
    };
    assert.equal(uwsgi["pythonpath"], "/etc/httpd");
    assert.equal(uwsgi["module"], "glance_application:application");
    assert.equal(uwsgi["drain-marker"], "/tmp/draining");
    assert.equal(uwsgi["heartbeat-prefix"], "/tmp/heartbeat-");
  });

  it("shows the metrics in a process of their own, which busy workers do not keep waiting", () => {
    const { uwsgi } = parse(renderUwsgiIni(server)) as {
      uwsgi: Record<string, unknown>;
    };
    assert.equal(
      uwsgi["attach-daemon"],
      "exec python3 /etc/httpd/glance_metrics.py 9294 /var/lib/glance/os_glance_staging_store",
    );
  });
});

describe("the probes", () => {
  for (const [apiTimeout, period, timeout] of [
    [60, 18, 14],
    [120, 36, 28],
    [15, 5, 5],
    [1, 5, 5],
  ] as const) {
    it(`follow an API timeout of ${apiTimeout} s, clamped`, () => {
      const { readinessProbe } = probes({ ...server, apiTimeout });
      assert.equal(readinessProbe.periodSeconds, period);
      assert.equal(readinessProbe.timeoutSeconds, timeout);
    });
  }

  it("give Glance two minutes to start", () => {
    const { periodSeconds, failureThreshold } = probes({ ...server, apiTimeout: 60 }).startupProbe;
    assert.equal(Number(periodSeconds) * Number(failureThreshold), 120);
  });

  it("follow the number of processes, and uWSGI with them", () => {
    const workers = { processes: 3, threads: 8, imports: 2 };
    const { uwsgi } = parse(renderUwsgiIni({ ...server, workers })) as {
      uwsgi: Record<string, unknown>;
    };
    const files = ["/tmp/heartbeat-1", "/tmp/heartbeat-2", "/tmp/heartbeat-3"];
    assert.deepEqual(probes({ apiTimeout: 60, workers }).livenessProbe.exec, {
      command: ["rm", ...files],
    });
    assert.deepEqual([uwsgi["processes"], uwsgi["threads"]], ["3", "8"]);
    assert.equal(uwsgi["exec-asap"], `rm -f /tmp/draining ${files.join(" ")}`);
  });

  it("ask no busy thread whether the container lives, but every worker", () => {
    const { uwsgi } = parse(renderUwsgiIni(server)) as {
      uwsgi: Record<string, unknown>;
    };
    const { livenessProbe } = probes({ ...server, apiTimeout: 60 });
    assert.deepEqual(livenessProbe.httpGet, undefined);
    assert.deepEqual(livenessProbe.exec, {
      command: ["rm", "/tmp/heartbeat-1", "/tmp/heartbeat-2"],
    });
    assert.equal(uwsgi["processes"], "2");
    assert.equal(uwsgi["exec-asap"], "rm -f /tmp/draining /tmp/heartbeat-1 /tmp/heartbeat-2");
  });
});

describe("a storage quantity", () => {
  for (const [text, bytes] of [
    ["10Gi", 10 * 2 ** 30],
    ["1.5T", 1.5e12],
    ["500", 500],
    ["1e11", 1e11],
    ["2E3", 2000],
    ["1e+3", 1000],
    ["5000e-1", 500],
    ["+1Ki", 1024],
    [".5Ki", 512],
    ["1.Ki", 1024],
    ["1E", 1e18],
    ["1Ei", 2 ** 60],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseStorageQuantity(text), bytes));
  }
  for (const text of [
    "",
    "0",
    "0Gi",
    "-1Gi",
    "10 Gi",
    "10GB",
    "ten",
    "500m",
    "1e",
    "9n",
    "9u",
    "-1e3",
    ".",
    "e3",
  ]) {
    it(`does not read "${text}"`, () => assert.equal(parseStorageQuantity(text), undefined));
  }
  it("is written in the largest unit", () => {
    assert.equal(formatStorageQuantity(60 * 2 ** 30), "60Gi");
    assert.equal(formatStorageQuantity(1536 * 2 ** 30), "1.5Ti");
    assert.equal(formatStorageQuantity(0), "0");
  });
});
