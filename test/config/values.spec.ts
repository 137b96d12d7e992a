import assert from "node:assert/strict";

import { loadConfig } from "../../config";
import { refusal } from "../support/refusal";
import { setConfig, stackValue } from "../support/stackConfig";

/** Values of one field of an option. */
interface Cases {
  option: string;
  field: string;
  right: readonly unknown[];
  wrong: readonly unknown[];
  remedy: RegExp;
}

const cases: readonly Cases[] = [
  {
    option: "keystone",
    field: "authUrl",
    right: [
      "http://keystone:5000",
      "http://keystone:5000/v3/",
      "https://k.example.org/identity/v3",
      "http://[2001:db8::1]:5000/v3",
      "http://keystone_api:5000/v3",
      "http://keystone.openstack.svc.cluster.local.:5000/v3",
    ],
    wrong: [
      "http://keystone:0/v3",
      "http://keystone:/v3",
      "http://-/v3",
      "http://a..b/v3",
      "http://h/v3;x",
      "http://h\\@e/v3",
      "http://h/%20",
      "http://h/$(x)",
      "keystone:5000",
      "http:/h",
    ],
    remedy: /write a URL such as http:\/\/keystone\.openstack\.svc:5000\/v3\.$/,
  },
  {
    option: "keystone",
    field: "authUrl",
    right: [],
    wrong: ["http://h/v2", "http://h/V2.0", "http://h/v2.0/tokens", "http://h/v3/auth/tokens"],
    remedy: /write the URL of version 3, which ends in \/v3\.$/,
  },
  {
    option: "keystone",
    field: "authUrl",
    right: [],
    wrong: [
      "http://127.1/v3",
      "http://0x7f000001/v3",
      "http://LOCALHOST./v3",
      "http://[::1]/v3",
      "http://[::ffff:127.0.0.1]/v3",
    ],
    remedy: /in a pod this one is the pod itself\.$/,
  },
  {
    option: "keystone",
    field: "publicUrl",
    right: ["https://glance.example.org", "https://glance.example.org:9292/"],
    wrong: ["glance.example.org", "https://h/%(tenant_id)s", "https://h:99999"],
    remedy: /write a URL such as https:\/\/glance\.example\.org\.$/,
  },
  {
    option: "database",
    field: "host",
    right: ["DB.example", "192.0.2.1", "2001:db8::1", "[2001:db8::1]", "db-0.db"],
    wrong: [
      "256.1.1.1",
      "1.2.3",
      "2130706433",
      "0x7f000001",
      "fe80::1%eth0",
      "db:3306",
      "http://db",
      "db.",
      "a_b",
      `${"a".repeat(64)}.example`,
      "a.".repeat(127) + "example",
    ],
    remedy: /write a host name or an IP address\.$/,
  },
  {
    option: "database",
    field: "host",
    right: [],
    wrong: [
      "127.0.0.53",
      "0.0.0.0",
      "::",
      "0:0:0:0:0:0:0:1",
      "localhost.localdomain",
      "ip6-loopback",
    ],
    remedy: /in a pod this one is the pod itself\.$/,
  },
  {
    option: "ceph",
    field: "monitors",
    right: [
      ["192.0.2.1:6789/0"],
      ["192.0.2.1:6789", "192.0.2.1:6790"],
      ["[v2:192.0.2.1:3300/0,v1:192.0.2.1:6789/0]", "mon2"],
      ["2001:db8::1", "[2001:db8::2]:6789"],
    ],
    wrong: [["192.0.2.0/24"], ["192.0.2.256"], ["[v2:192.0.2.1:3300,192.0.2.1]"], ["fe80::1%eth0"]],
    remedy: /monitors\[0\] is ".*": write an address such as 192\.0\.2\.1/,
  },
  {
    option: "ceph",
    field: "monitors",
    right: [],
    wrong: [
      ["MON1", "mon1"],
      ["192.0.2.1", "192.0.2.1:6789"],
      ["2001:db8::1", "[2001:db8::1]"],
      ["192.0.2.1:6789", "[v2:192.0.2.1:3300,v1:192.0.2.1:6789]"],
    ],
    remedy: /: name each one once\.$/,
  },
  {
    option: "ceph",
    field: "monitors",
    right: [],
    wrong: [["0.0.0.0"], ["::1"], ["[v2:[::1]:3300,v1:192.0.2.1:6789]"]],
    remedy: /in a pod this one is the pod itself\.$/,
  },
  {
    option: "staging",
    field: "size",
    right: ["1e9", "10.5Gi", 53687091200],
    wrong: ["1e30", "10Ei", "-5Gi", "5m", "10gi", "0x40000000"],
    remedy: /write a quantity such as 10Gi\.$/,
  },
  {
    option: "staging",
    field: "storageClass",
    right: ["lvms-vg1", "a.b"],
    wrong: ["a".repeat(300), "a..b", "A"],
    remedy: /write the name of a storage class\.$/,
  },
  {
    option: "staging",
    field: "accessModes",
    right: [],
    wrong: [["ReadWriteMany"]],
    remedy: /every pod has a ReadWriteOnce claim of its own/,
  },
  {
    option: "localStorage",
    field: "directory",
    right: ["/mnt/a.b", "/data"],
    wrong: ["/mnt//a", "/mnt/./a", "/mnt/a/", "/mnt/..", "~/a", "/mnt/a b"],
    remedy: /write an absolute path such as \/mnt\/openstack\.$/,
  },
  {
    option: "resources",
    field: "limits",
    right: [{ cpu: "10m" }, { "ephemeral-storage": "1Gi" }],
    wrong: [{ cpu: "0" }, { cpu: "1n" }, { "ephemeral-storage": "1" }, { memory: "1e3" }],
    remedy: /write at least (10m|64Mi), such as /,
  },
];

/** A value that reads the same but for a field. */
const withField = (option: string, field: string, value: unknown) => ({
  [option]:
    option === "resources" ? { [field]: value } : { ...stackValue(option, {}), [field]: value },
});

describe("a value", () => {
  for (const { option, field, right, wrong, remedy } of cases) {
    for (const value of right) {
      it(`is taken: ${option}.${field} ${JSON.stringify(value)}`, () => {
        const localStorage = option === "staging" ? { localStorage: {} } : {};
        setConfig({ ...withField(option, field, value), ...localStorage });
        assert.doesNotThrow(() => loadConfig());
      });
    }
    for (const value of wrong) {
      it(`is refused: ${option}.${field} ${JSON.stringify(value).slice(0, 60)}`, () => {
        assert.match(refusal(withField(option, field, value)), remedy);
      });
    }
  }

  it("of an image is a name that can be pulled", () => {
    for (const image of ["true", "1.5", "reg:99999/x", "a/".repeat(150) + "b", "[2001:db8::1]/x"]) {
      assert.match(refusal({ image }), /write the full name of an image/);
    }
  });

  it("of a namespace is not one of OpenShift", () => {
    for (const namespace of ["openshift", "openshift-storage"]) {
      assert.match(refusal({ namespace }), /write a namespace of OpenStack's own/);
    }
  });

  it("of a kubeconfig or context is one line", () => {
    for (const value of ["a\nb", "a ", ["a"], "~/.kube/config"]) {
      assert.match(
        refusal({ kubeconfig: value }),
        /write (the path of a file, without ~|one value)\.$/,
      );
    }
  });

  it("that is empty is left out, or missing where it is required", () => {
    assert.equal(
      refusal({ keystone: stackValue("keystone", { publicUrl: "" }) }),
      "glance:keystone.publicUrl is empty: leave it out, or write a URL such as https://glance.example.org.",
    );
    assert.match(
      refusal({ ceph: stackValue("ceph", { key: null }) }),
      /^glance:ceph\.key is empty:/,
    );
    assert.match(
      refusal({ ceph: stackValue("ceph", { fsid: null }) }),
      /^glance:ceph\.fsid is missing:/,
    );
  });

  it("that is an empty list is not the default", () => {
    assert.match(
      refusal({ importMethods: [] }),
      /^glance:importMethods is \[\]: add glance-direct/,
    );
    assert.match(
      refusal({ imagePlugins: [] }),
      /^glance:imagePlugins is \[\]: add image_conversion/,
    );
  });

  it("that is a text in place of a list is refused for what it is", () => {
    assert.equal(
      refusal({ importMethods: "glance-direct" }),
      'glance:importMethods is "glance-direct": write the methods as a list.',
    );
  });

  it("that lacks its quotes is told so", () => {
    assert.equal(
      refusal({ keystone: stackValue("keystone", { region: 1 }) }),
      "glance:keystone.region is 1: write it in quotes.",
    );
  });

  it("of many letters is shown in part", () => {
    assert.ok(refusal({ layout: "x".repeat(9999) }).length < 200);
  });

  it("of a limit names the limit, and not a request that nobody has written", () => {
    assert.equal(
      refusal({ pod: { resources: { jobs: { limits: { memory: "100Mi" } } } } }),
      'glance:pod.resources.jobs.limits.memory is "100Mi": write at least 128Mi, as in glance:pod.resources.jobs.requests.memory.',
    );
  });
});

describe("a key that is not one", () => {
  const remedies: Record<string, string> = {
    tolerations: "did you mean glance:pod.tolerations?",
    password: "did you mean glance:database.password or glance:keystone.password?",
    httpsProxy: "write HTTPS_PROXY and NO_PROXY under glance:pod.env.",
    glance: "write keys such as glance:replicas below config, without a level between.",
    "glance.replicas": "did you mean glance:replicas?",
    ":replicas": "did you mean glance:replicas?",
    toString: "write one that the README lists.",
  };
  for (const [key, remedy] of Object.entries(remedies)) {
    it(`gets a remedy: ${key}`, () => {
      assert.equal(
        refusal({ [`glance:${key}`]: "x" }),
        `glance:${key} is not a configuration key: ${remedy}`,
      );
    });
  }

  it("may be the path of a field", () => {
    assert.equal(
      refusal({ "glance:ceph.fsid": "x" }),
      "glance:ceph.fsid is not a configuration key: write it below glance:ceph, as pulumi config set --path 'glance:ceph.fsid' does.",
    );
  });

  it("may be that of a provider which the program does not use", () => {
    assert.equal(
      refusal({ "kubernetes:context": "prod" }),
      "kubernetes:context is not read by anything: did you mean glance:context?",
    );
  });
});
