import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { loadConfig } from "../../config";
import { refusal } from "../support/refusal";
import { stackValue, setConfig } from "../support/stackConfig";

const storage = (changes: object) => ({ localStorage: stackValue("localStorage", changes) });
const ceph = (changes: object) => ({ ceph: stackValue("ceph", changes) });

describe("the configuration of a stack", () => {
  it("is accepted as the lab needs it", () => {
    setConfig();
    const { glance, localVolumes } = loadConfig();
    assert.equal(glance.replicas, 3);
    assert.equal(localVolumes?.localStorage.nodes.length, 3);
    assert.equal(glance.staging?.storageClass, "local-storage");
  });

  it("takes zero replicas for an answer", () => {
    setConfig({ replicas: 0, internal: { replicas: 1 } });
    const { replicas, external, internal } = loadConfig().glance;
    assert.deepEqual([replicas, external?.replicas, internal?.replicas], [0, undefined, 1]);
  });

  it("keeps passwords as secrets", async () => {
    setConfig({ database: stackValue("database", { password: "geheim" }) }, ["database"]);
    const { password } = loadConfig().glance.database;
    assert.equal(await pulumi.isSecret(pulumi.output(password)), true);
  });

  it("makes no volumes when it names no local storage", () => {
    setConfig({ localStorage: {}, staging: { storageClass: "lvms-local" } });
    assert.equal(loadConfig().localVolumes, undefined);
  });

  it("shows no secret of a value that has another shape", () => {
    const values = [[{ host: "h", password: "hunter2" }], "hunter2", 12345678];
    for (const database of values) {
      const message = refusal({ database }, ["database"]);
      assert.doesNotMatch(message, /hunter2|12345678/);
    }
  });

  const replicas = "write a whole number from 0 to 1000.";
  const refusals: [string, Record<string, unknown>, string][] = [
    [
      "a PEM text in place of the name of a CA's Secret",
      { tls: { ca: { secret: "-----BEGIN CERTIFICATE-----" } } },
      'glance:tls.ca.secret is "-----BEGIN CERTIFICATE-----": write the name of a Secret in the namespace of the stack.',
    ],
    [
      "a CA in another namespace",
      { tls: { ca: { configMap: "trust/bundle" } } },
      'glance:tls.ca.configMap is "trust/bundle": write the name of a ConfigMap in the namespace of the stack.',
    ],
    [
      "a CA in a Secret and in a ConfigMap",
      { tls: { ca: { secret: "a", configMap: "b" } } },
      'glance:tls.ca is {"secret":"a","configMap":"b"}: write either secret or configMap, with the name of what holds ca.crt.',
    ],
    [
      "a CA that is nowhere",
      { tls: { ca: {} } },
      "glance:tls.ca is {}: write either secret or configMap, with the name of what holds ca.crt.",
    ],
    [
      "a certificate from a Secret and from an issuer",
      { tls: { secret: "a", issuer: { name: "b" }, ca: { secret: "c" } } },
      'glance:tls.secret is "a": remove it, or glance:tls.issuer, because the pods have one certificate.',
    ],
    [
      "a certificate whose CA the pods do not know",
      { tls: { issuer: { name: "b" } } },
      "glance:tls.ca is missing: name what holds ca.crt with the CA of the pods, by which they check each other.",
    ],
    [
      "a certificate in another namespace",
      { tls: { secret: "openstack/glance-tls", ca: { secret: "c" } } },
      'glance:tls.secret is "openstack/glance-tls": write the name of a Secret in the namespace of the stack.',
    ],
    [
      "an issuer of another kind",
      { tls: { issuer: { name: "b", kind: "Vault" }, ca: { secret: "c" } } },
      'glance:tls.issuer.kind is "Vault": write Issuer or ClusterIssuer.',
    ],
    [
      "an issuer without a name",
      { tls: { issuer: { kind: "Issuer" }, ca: { secret: "c" } } },
      "glance:tls.issuer.name is missing: write the name of an issuer of cert-manager.",
    ],
    [
      "a public URL that the pods do not answer",
      {
        tls: { secret: "a", ca: { secret: "c" } },
        keystone: stackValue("keystone", { publicUrl: "http://glance.example.org:9292" }),
      },
      'glance:keystone.publicUrl is "http://glance.example.org:9292": write a URL that begins with https, because glance:tls gives the pods a certificate.',
    ],
    [
      "TLS to a database whose CA is not known",
      { database: stackValue("database", { tls: true }) },
      "glance:database.tls is true without glance:tls.ca: name there the Secret or ConfigMap with the CA of the server.",
    ],
    ["negative replicas", { replicas: -1 }, `glance:replicas is "-1": ${replicas}`],
    ["fractional replicas", { replicas: 1.5 }, `glance:replicas is "1.5": ${replicas}`],
    ["textual replicas", { replicas: "three" }, `glance:replicas is "three": ${replicas}`],
    [
      "a grace period that finishes nothing",
      { gracePeriod: 5 },
      'glance:gracePeriod is "5": write a whole number of seconds from 30 to 86400.',
    ],
    [
      "admission policies by another word",
      { admissionPolicies: "deny" },
      'glance:admissionPolicies is "deny": write true or false.',
    ],
    [
      "textual replicas of one API",
      { external: { replicas: "x" } },
      `glance:external.replicas is "x": ${replicas}`,
    ],
    ...["external", "internal", "single"].flatMap(
      (api): [string, Record<string, unknown>, string][] => [
        [
          `the former key ${api}Replicas`,
          { [`${api}Replicas`]: 2 },
          `glance:${api}Replicas is now glance:${api}.replicas: write that in its place.`,
        ],
        [
          `the former key ${api}CustomServiceConfig`,
          { [`${api}CustomServiceConfig`]: "[DEFAULT]" },
          `glance:${api}CustomServiceConfig is now glance:${api}.customServiceConfig: write that in its place.`,
        ],
      ],
    ),
    [
      "an API that the layout does not have",
      { layout: "single", external: { replicas: 2 } },
      "glance:external is for an API that the layout single does not have: remove it, or set glance:layout to split.",
    ],
    [
      "a key in a misspelt namespace",
      { "glnce:replicas": 3 },
      "glnce:replicas is not read by anything: did you mean glance:replicas?",
    ],
    [
      "a key that is like none",
      { somethingElse: 3 },
      "glance:somethingElse is not a configuration key: write one that the README lists.",
    ],
    [
      "a context that nobody could decrypt",
      { context: "# not decrypted" },
      "glance:context is encrypted and cannot be decrypted here: set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack, or write the value in plain text.",
    ],
    ["a billion replicas", { replicas: 1e9 }, `glance:replicas is "1000000000": ${replicas}`],
    [
      "a namespace of Kubernetes",
      { namespace: "kube-system" },
      'glance:namespace is "kube-system": write a namespace of OpenStack\'s own, such as openstack.',
    ],
    [
      "a missing database password",
      { database: stackValue("database", { generatePassword: false }) },
      "glance:database.password is missing: set it with pulumi config set --secret --path " +
        "'glance:database.password', or set glance:database.generatePassword to true and give the password " +
        "of the output passwords to the database user.",
    ],
    [
      "an unknown resource",
      { resources: { requests: { memry: "1Gi" } } },
      "glance:resources.requests.memry is not a configuration key: did you mean memory?",
    ],
    [
      "a negative resource",
      { resources: { requests: { cpu: -1 } } },
      "glance:resources.requests.cpu is -1: write a quantity such as 500m or 2Gi.",
    ],
    [
      "a request above its limit",
      { resources: { requests: { memory: "3Gi", cpu: 2 }, limits: { memory: "2048Mi" } } },
      'glance:resources.requests.memory is "3Gi": write at most 2048Mi, as in glance:resources.limits.memory.',
    ],
    [
      "a list in place of fields",
      { localStorage: ["n1"] },
      'glance:localStorage is ["n1"]: write its fields below it, as the README lists them.',
    ],
    [
      "an image with a blank",
      { image: "a b" },
      'glance:image is "a b": write the full name of an image, such as registry.example.org/glance:33.0.0.',
    ],
    [
      "a port that is none",
      { database: stackValue("database", { port: 99999 }) },
      "glance:database.port is 99999: write a port number from 1 to 65535.",
    ],
    ...["http://keystone:500000/v3", "http://keystone:5000/v3\\$x"].map(
      (authUrl): [string, Record<string, unknown>, string] => [
        `the URL ${authUrl}`,
        { keystone: stackValue("keystone", { authUrl }) },
        `glance:keystone.authUrl is ${JSON.stringify(authUrl)}: write a URL such as http://keystone.openstack.svc:5000/v3.`,
      ],
    ),
    ["an unknown layout", { layout: "both" }, 'glance:layout is "both": write split or single.'],
    [
      "an unknown key",
      { replica: 3 },
      "glance:replica is not a configuration key: did you mean glance:replicas?",
    ],
    [
      "an unknown field",
      ceph({ monitor: "a" }),
      "glance:ceph.monitor is not a configuration key: did you mean monitors?",
    ],
    [
      "fewer volumes than claims",
      { replicas: 4 },
      "glance:localStorage.volumesPerNode is 2, too few for 4 external and 4 internal replicas on 3 nodes: " +
        "write at least 4, or fewer replicas, because node n1 has no volume of class local-storage for glance-external-api-3.",
    ],
    [
      "volumes smaller than claims",
      storage({ size: "5Gi" }),
      'glance:localStorage.size is "5Gi", less than the 10Gi of glance:staging.size that every pod ' +
        "claims: write at least that.",
    ],
    [
      "a bad quantity",
      { staging: { size: "10 GB" } },
      'glance:staging.size is "10 GB": write a quantity such as 10Gi.',
    ],
    [
      "a quantity of zero",
      storage({ size: "0" }),
      'glance:localStorage.size is "0": write a quantity such as 10Gi.',
    ],
    [
      "a node named twice",
      storage({ nodes: ["n1", "n2", "n1"] }),
      "glance:localStorage.nodes names n1 twice: name every node once.",
    ],
    [
      "a node name that is too long for a label",
      storage({ nodes: ["n".repeat(64)] }),
      `glance:localStorage.nodes[0] is "${"n".repeat(64)}": write the name of a node, as in its label ` +
        "kubernetes.io/hostname, of at most 63 characters.",
    ],
    [
      "a namespace that is too long for a label",
      { namespace: "n".repeat(64) },
      `glance:namespace is "${"n".repeat(64)}": write a name of at most 63 lower-case letters, digits and "-".`,
    ],
    [
      "a missing fsid",
      ceph({ fsid: undefined }),
      "glance:ceph.fsid is missing: write the UUID that ceph fsid prints.",
    ],
    [
      "missing monitors",
      ceph({ monitors: undefined }),
      "glance:ceph.monitors is missing: write the addresses of the monitors as a list.",
    ],
    [
      "no monitors",
      ceph({ monitors: [] }),
      "glance:ceph.monitors is []: write at least one address.",
    ],
    [
      "a missing Ceph key",
      ceph({ generateKey: false }),
      "glance:ceph.key is missing: set it with pulumi config set --secret --path 'glance:ceph.key', or " +
        "set glance:ceph.generateKey to true and give the keyring of the output cephKeyring to the cluster.",
    ],
    [
      "a password in plain text",
      { database: stackValue("database", { password: "geheim" }) },
      "glance:database.password is in plain text: set it with pulumi config set --secret " +
        "--path 'glance:database.password', and change it, as it was readable.",
    ],
    [
      "a staging class known to be shared",
      { staging: { storageClass: "ocs-storagecluster-cephfs" } },
      'glance:staging.storageClass is "ocs-storagecluster-cephfs", a shared file system: write a class ' +
        "with one ReadWriteOnce volume per pod, such as local-storage, because staging is private to one pod.",
    ],
    [
      "imports without glance-direct",
      { importMethods: ["web-download"] },
      'glance:importMethods is ["web-download"]: add glance-direct, the method that distributed import ' +
        "is about.",
    ],
    [
      "imports without conversion",
      { imagePlugins: ["image_decompression"] },
      'glance:imagePlugins is ["image_decompression"]: add image_conversion, images in Ceph RBD must be ' +
        "converted to raw, because Nova can clone nothing else copy-on-write.",
    ],
    [
      "a structured key that is plain text",
      { ceph: "10.0.0.1" },
      "glance:ceph is plain text: write its fields below it in the stack file, or set them with " +
        "pulumi config set --path 'glance:ceph.<field>' <value>.",
    ],
    ...[
      "docker://glance:1",
      "https://r.example/glance:1",
      "glance::1",
      "glance/",
      "r.example/Glance:1",
    ].map((image): [string, Record<string, unknown>, string] => [
      `the image ${image}, which nobody could pull`,
      { image },
      `glance:image is "${image}": write the full name of an image, such as registry.example.org/glance:33.0.0.`,
    ]),
    ...["localhost", "127.0.0.1", "::1"].map((host): [string, Record<string, unknown>, string] => [
      `the database on ${host}`,
      { database: stackValue("database", { host }) },
      `glance:database.host is "${host}": write a host that the pods reach, because in a pod this one is the pod itself.`,
    ]),
    [
      "a host with an empty label",
      { database: stackValue("database", { host: "db..example" }) },
      'glance:database.host is "db..example": write a host name or an IP address.',
    ],
    [
      "a monitor on the pod itself",
      ceph({ monitors: ["[v2:127.0.0.1:3300,v1:127.0.0.1:6789]"] }),
      'glance:ceph.monitors[0] is "[v2:127.0.0.1:3300,v1:127.0.0.1:6789]": write a host that the pods reach, because in a pod this one is the pod itself.',
    ],
    [
      "a monitor that is named twice",
      ceph({ monitors: ["192.0.2.1", "192.0.2.1"] }),
      'glance:ceph.monitors is ["192.0.2.1","192.0.2.1"]: name each one once.',
    ],
    [
      "a user with its prefix",
      ceph({ user: "client.glance" }),
      'glance:ceph.user is "client.glance": leave client. out.',
    ],
    [
      "Keystone of version 2",
      { keystone: stackValue("keystone", { authUrl: "http://keystone:5000/v2.0" }) },
      'glance:keystone.authUrl is "http://keystone:5000/v2.0": write the URL of version 3, which ends in /v3.',
    ],
    [
      "user and password in a URL, and shows them to nobody",
      { keystone: stackValue("keystone", { authUrl: "http://admin:geheim@keystone:5000/v3" }) },
      "glance:keystone.authUrl is not valid: write it without user and password.",
    ],
    [
      "staging that no image fits into",
      { staging: { size: "10" } },
      'glance:staging.size is "10": write at least 16Mi, such as 10Gi, because no image fits into less.',
    ],
    [
      "memory in which no Python starts",
      { resources: { limits: { memory: "400m" } } },
      'glance:resources.limits.memory is "400m": write at least 64Mi, such as 2Gi.',
    ],
    [
      "conversion before decompression",
      { imagePlugins: ["image_conversion", "image_decompression"] },
      'glance:imagePlugins is ["image_conversion","image_decompression"]: write image_decompression before ' +
        "image_conversion, which cannot read compressed files.",
    ],
    [
      "a policy that Glance does not have",
      { policies: { copy_images: "role:admin" } },
      'glance:policies.copy_images is "role:admin": Glance has no such policy, write copy_image.',
    ],
    [
      "a policy without a text",
      { policies: { modify_image: "" } },
      "glance:policies.modify_image is empty: write who may do it, such as role:member, because it lets everybody in.",
    ],
    [
      "a policy that is like none",
      { policies: { whatever: "role:admin" } },
      'glance:policies.whatever is "role:admin": write a policy that Glance has, such as copy_image.',
    ],
    ...["tasks_api_access", "get_task", "get_tasks", "add_task", "modify_task"].map(
      (name): [string, Record<string, unknown>, string] => [
        `the policy ${name}`,
        { policies: { [name]: "role:admin" } },
        `glance:policies.${name} is "role:admin": leave it out, because imports need it as Glance has it, and the tasks API ` +
          "stays closed.",
      ],
    ),
    ...["modify_image", "delete_image", "set_image_location"].map(
      (name): [string, Record<string, unknown>, string] => [
        `everybody for ${name}`,
        { policies: { [name]: "@" } },
        `glance:policies.${name} is "@": write who may do it, such as role:member, because it lets everybody in.`,
      ],
    ),
    [
      "a policy with a bracket too many",
      { policies: { copy_image: "(role:a))" } },
      'glance:policies.copy_image is "(role:a))": write checks such as role:admin with and, or, not and pairs of brackets ' +
        "between them.",
    ],
    [
      "a policy by a rule that is none",
      { policies: { publicize_image: "role:member and (rule:admin_only or rule:default)" } },
      'glance:policies.publicize_image is "role:member and (rule:admin_only or rule:default)": write a rule that Glance has, such as ' +
        "rule:context_is_admin, because rule:admin_only is none and lets in whom default does.",
    ],
    [
      "a policy that is no text",
      { policies: { copy_image: ["role:a"] } },
      'glance:policies.copy_image is ["role:a"]: write the policy as a text, such as "role:admin".',
    ],
    [
      "a method that needs a second store",
      { importMethods: ["glance-direct", "copy-image"] },
      'glance:importMethods[1] is "copy-image": leave it out, it copies images from one store to another, and there is one store.',
    ],
    [
      "a missing image",
      { image: "" },
      "glance:image is missing: write the full name of an image, such as registry.example.org/glance:33.0.0.",
    ],
  ];
  for (const [what, changes, message] of refusals) {
    it(`refuses ${what}`, () => {
      assert.equal(refusal(changes), message);
    });
  }

  for (const directory of [
    "/",
    "/tmp",
    "/tmp/disks",
    "/var/lib/kubelet/x",
    "//",
    "/mnt/../tmp",
    "/etc",
    "/var/run/x",
  ]) {
    it(`refuses the directory ${directory}`, () => {
      const message = refusal(storage({ directory }));
      assert.match(
        message,
        /^glance:localStorage\.directory is ".*": write a(n absolute path| directory of its own)/,
      );
    });
  }

  const overrides: [string, string, RegExp][] = [
    ["an indented block", "  [DEFAULT]\n  a = b", /line 1 is indented but continues no option/],
    ["a key outside a section", "debug = true", /line 1 sets debug outside a section/],
    ["a worker URL", "[DEFAULT]\nworker_self_reference_url = x", /every pod gets its own URL/],
    ["node_staging_uri", "[DEFAULT]\nnode_staging_uri = file:///x", /line 2: remove it/],
    [
      "a reserved store",
      "[os_glance_staging_store]\nfilesystem_store_datadir = /x",
      /reserved stores/,
    ],
    ["a section in capitals", "[WSGI]\npython_interpreter = x", /every conversion fail/],
    [
      "import methods",
      "[DEFAULT]\nenabled_import_methods = [web-download]",
      /glance:importMethods/,
    ],
    ["another pool", "[rbd]\nrbd_store_pool = x", /glance:ceph\.pool/],
    [
      "a plugin that only sounds like conversion",
      "[image_import_opts]\nimage_import_plugins = ['no_image_conversion']",
      /converted to raw/,
    ],
    ["a password", "[keystone_authtoken]\npassword = x", /glance:keystone\.password/],
    ["a log elsewhere", "[DEFAULT]\nlog-dir = /tmp", /container glance-log follows/],
    ["a logging file", "[DEFAULT]\nlog_config_append = /x", /is in no pod/],
    ["workers", "[DEFAULT]\nworkers = 8", /runs under uWSGI/],
    ["other threads", "[wsgi]\ntask_pool_threads = 0", /glance:workers\.imports/],
    ["a store of the former form", "[glance_store]\nstores = rbd", /only without enabled_backends/],
    ["a policy file", "[oslo_policy]\npolicy_file = x.yaml", /set glance:policies instead/],
    ["the log of the system", "[DEFAULT]\nuse_syslog = true", /no daemon of a pod takes logs/],
    ["the journal", "[DEFAULT]\nuse_journal = true", /no daemon of a pod takes logs/],
    ["an image cache", "[DEFAULT]\nimage_cache_max_size = 1", /has no image cache/],
    [
      "a file where uploads wait",
      "[DEFAULT]\nproperty_protection_file = /var/lib/glance/os_glance_staging_store/x",
      /and nothing else/,
    ],
    ...[
      "/var/lib/glance/os_glance_staging_store/",
      "file:///var/lib/glance/os_glance_staging_store",
      "//var/lib/glance/./os_glance_staging_store/x",
    ].map((path): [string, string, RegExp] => [
      `locks in ${path}`,
      `[oslo_concurrency]\nlock_path = ${path}`,
      /and nothing else/,
    ]),
    [
      "a value that goes on in the next line",
      "[DEFAULT]\ndebug = true\n  image_size_cap = 1",
      /sets \[DEFAULT\] debug in line 2: begin the next line in the first column/,
    ],
    ["a cap with a unit", "[DEFAULT]\nimage_size_cap = 5G", /line 2: write a whole number from 1 /],
    ["the section of defaults in small letters", "[default]\ndebug = 1", /write \[DEFAULT\]/],
    ["an option in capitals", "[DEFAULT]\nDEBUG = 1", /line 2: write debug, /],
    [
      "another driver in the former form",
      "[glance_store]\nfilesystem_store_datadir = /x",
      /only without enabled_backends/,
    ],
    ["another paste file", "[paste_deploy]\nconfig_file = /x", /a paste file of its own/],
    ["a NUL byte", "[DEFAULT]\ndebug = tr\0ue", /line 2 holds a NUL byte/],
    ["conversion off", "[image_import_opts]\nimage_import_plugins = []", /converted to raw/],
    [
      "plugins without brackets",
      "[image_import_opts]\nimage_import_plugins = image_conversion",
      /in line 2: write the list in brackets, such as \[a,b\], Glance reads/,
    ],
    [
      "ports without brackets",
      "[import_filtering_opts]\nallowed_ports = 80,443",
      /in line 2: write the list in brackets/,
    ],
    [
      "decompression after conversion",
      "[image_import_opts]\nimage_import_plugins = ['image_conversion','image_decompression']",
      /in line 2: write image_decompression before image_conversion/,
    ],
    ["conversion to qcow2", "[image_conversion]\noutput_format = qcow2", /converted to raw/],
  ];
  for (const key of ["customServiceConfig", "external.customServiceConfig"]) {
    for (const [what, text, message] of overrides) {
      it(`refuses ${what} in ${key}`, () => {
        const [name = "", field] = key.split(".");
        const found = refusal({ [name]: field === undefined ? text : { [field]: text } });
        assert.match(found, message);
        assert.ok(found.startsWith(`glance:${key} `), found);
      });
    }
  }

  it("takes lists that go on in the next line", () => {
    for (const list of ["raw,\n  qcow2", "\n  raw,\n  qcow2", "[\n  raw]", "raw\n  ,qcow2"]) {
      setConfig({ customServiceConfig: `[image_format]\ndisk_formats = ${list}\n` });
      assert.doesNotThrow(() => loadConfig(), list);
    }
  });

  const id = "0123456789abcdef0123456789abcdef";
  const credential = { applicationCredentialId: id, applicationCredentialSecret: "geheim" };
  const logins: [string, object, RegExp][] = [
    ["an id alone", { applicationCredentialId: id }, /applicationCredentialSecret is missing: set/],
    [
      "a secret alone",
      { applicationCredentialSecret: "geheim" },
      /applicationCredentialId is missing: write the id/,
    ],
    ["a name", { ...credential, applicationCredentialId: "glance" }, /write the 32 hexadecimal/],
    ["a password", { ...credential, password: "x" }, /keystone\.password is set beside/],
    ["an administrator", { ...credential, adminPassword: "x" }, /adminPassword is set beside/],
  ];
  for (const [what, fields, message] of logins) {
    it(`refuses ${what} as, or beside, an application credential`, () => {
      const text = refusal({ keystone: stackValue("keystone", fields) }, ["keystone"]);
      assert.match(text, message);
      assert.doesNotMatch(text, /geheim/);
    });
  }

  it("refuses a password that oslo.config would not read back, and does not show it", () => {
    const message = refusal({ keystone: stackValue("keystone", { password: "erste\nzweite" }) }, [
      "keystone",
    ]);
    assert.match(message, /^glance:keystone\.password contains a line break/);
    assert.doesNotMatch(message, /erste|zweite/);
  });

  it("keeps an encrypted addition to the configuration a secret, and never shows it", async () => {
    setConfig({ customServiceConfig: "[DEFAULT]\ntransport_url = geheim" }, [
      "customServiceConfig",
    ]);
    const { customServiceConfig, external } = loadConfig().glance;
    assert.equal(await pulumi.isSecret(pulumi.output(customServiceConfig)), true);
    assert.equal(await pulumi.isSecret(pulumi.output(external?.customServiceConfig)), false);
    assert.doesNotMatch(refusal({ image: "geheim geheim" }, ["image"]), /geheim/);
  });

  for (const monitor of [
    "192.0.2.1",
    "mon-a.example.org:6789",
    "[v2:192.0.2.1:3300/0,v1:192.0.2.1:6789/0]",
    "[v2:[2001:db8::1]:3300,v1:[2001:db8::1]:6789]",
    "[2001:db8::1]:6789",
    "2001:db8::1",
    "v2:192.0.2.1:3300/0",
  ]) {
    it(`takes the monitor ${monitor}, as Ceph writes it`, () => {
      setConfig(ceph({ monitors: [monitor] }));
      assert.deepEqual(loadConfig().glance.ceph.monitors, [monitor]);
    });
  }

  for (const monitor of [
    "192.0.2.1:99999",
    "[v2:192.0.2.1:3300",
    "v3:192.0.2.1",
    "a b",
    "[2001:db8::zz]:1",
  ]) {
    it(`refuses the monitor ${monitor}`, () => {
      assert.match(
        refusal(ceph({ monitors: [monitor] })),
        /^glance:ceph\.monitors\[0\] is ".*": write an address/,
      );
    });
  }

  it("takes keys of both ciphers, users with dots, sizes in bytes, and databases of IP version 6", () => {
    for (const bytes of [28, 44]) {
      const key = Buffer.alloc(bytes, 1).toString("base64");
      setConfig(ceph({ key, user: "openstack.glance" }), ["ceph"]);
      assert.equal(loadConfig().glance.ceph.user, "openstack.glance");
    }
    setConfig({
      staging: { size: 5368709120 },
      database: stackValue("database", { host: "2001:db8::5" }),
    });
    assert.equal(loadConfig().glance.staging?.size, "5368709120");
  });

  it("does not show a Ceph key that is not one", () => {
    const message = refusal(ceph({ key: "abc-secret" }), ["ceph"]);
    assert.match(message, /^glance:ceph\.key is not valid: write the key/);
    assert.doesNotMatch(message, /abc-secret/);
  });
});
