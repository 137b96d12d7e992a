import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Glance, type GlanceArgs, LocalVolumes, type LocalVolumesArgs } from "../../components";
import { checkFields } from "../../components/checkedArgs";
import { find, record } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3" },
};
const volumes: LocalVolumesArgs = {
  localStorage: {
    ...{ nodes: ["n1", "n2"], volumesPerNode: 1 },
    ...{ directory: "/mnt/openstack", size: "10Gi" },
  },
};

/** A value that is known only when another resource is there. */
const late = <T extends string | string[]>(value: T) =>
  pulumi.output(new Promise<T>((resolve) => setTimeout(() => resolve(value), 10)));

/** Why the component is refused at once. */
function refusal(changes: Partial<GlanceArgs>): string {
  try {
    new Glance("refused", { ...args, ...changes });
  } catch (error) {
    assert.ok(pulumi.ResourceError.isInstance(error), String(error));
    return error.message;
  }
  return assert.fail("the arguments were accepted");
}

describe("the component Glance", () => {
  it("needs no more than where images, database and users are", async () => {
    const made = await record(() => void new Glance("glance", args));
    const { spec } = find(made, "StatefulSet", "glance-external-api").inputs;
    assert.equal(spec.replicas, 3);
    assert.equal(spec.volumeClaimTemplates[0].spec.storageClassName, "local-storage");
    assert.equal(spec.template.spec.terminationGracePeriodSeconds, 600);
  });

  it("runs Apache from an image of its own, or from that of Glance", async () => {
    const httpdImage = "registry.example.org/httpd:2.4";
    const images = async (changes: Partial<GlanceArgs>) => {
      const made = await record(() => void new Glance("glance", { ...args, ...changes }));
      const { spec } = find(made, "StatefulSet", "glance-external-api").inputs.spec.template;
      return [...spec.initContainers, ...spec.containers].map(({ image }) => image);
    };
    assert.deepEqual(await images({ httpdImage }), [args.image, httpdImage, args.image]);
    assert.deepEqual(await images({}), [args.image, args.image, args.image]);
  });

  it("takes image, hosts, URLs and keys from other resources", async () => {
    const made = await record(
      () =>
        void new Glance("glance", {
          image: late("registry.example.org/glance:33.0.1"),
          ceph: {
            ...args.ceph,
            fsid: late("11111111-2222-3333-4444-555555555555"),
            monitors: late(["192.0.2.9"]),
          },
          database: { host: late("db.example.org"), password: pulumi.secret("geheim") },
          keystone: {
            authUrl: late("https://id.example.org/v3"),
            publicUrl: late("https://i.example.org"),
          },
          customServiceConfig: late("[DEFAULT]\ndebug = true"),
        }),
    );
    const set = find(made, "StatefulSet", "glance-external-api").inputs.spec.template.spec;
    assert.equal(set.containers[0].image, "registry.example.org/glance:33.0.1");
    const { stringData } = find(made, "Secret", "glance-external-api-config-data").inputs;
    assert.match(stringData["00-config.conf"], /^auth_url = https:\/\/id\.example\.org\/v3$/m);
    assert.match(stringData["10-secrets.conf"], /glance:geheim@db\.example\.org:3306\/glance/);
    assert.equal(stringData["01-config.conf"], "[DEFAULT]\ndebug = true");
    const ceph = find(made, "Secret", "ceph-conf-files").inputs.stringData;
    assert.match(ceph["ceph.conf"], /^mon_host = 192\.0\.2\.9$/m);
  });

  it("logs in with an application credential in place of a password, and makes none", async () => {
    const keystone = {
      ...args.keystone,
      applicationCredentialId: "0123456789abcdef0123456789abcdef",
      applicationCredentialSecret: pulumi.secret("geheim"),
    };
    const made = await record(() => void new Glance("glance", { ...args, keystone }));
    const { stringData } = find(made, "Secret", "glance-external-api-config-data").inputs;
    assert.match(stringData["10-secrets.conf"], /^application_credential_secret = geheim$/m);
    assert.doesNotMatch(stringData["10-secrets.conf"], /^password/m);
    assert.doesNotMatch(stringData["00-config.conf"], /^(username|project_name) = /m);
    assert.ok(!made.some(({ name }) => name === "glance-keystone-password"));
  });

  const refused: [string, Partial<GlanceArgs>, string][] = [
    ["negative replicas", { replicas: -1 }, "replicas is -1: write a whole number from 0 to 1000."],
    [
      "a shared staging class",
      { staging: { storageClass: "cephfs" } },
      'staging.storageClass is "cephfs", a shared file system: write a class with one ReadWriteOnce volume per pod, ' +
        "such as local-storage, because staging is private to one pod.",
    ],
    [
      "a namespace of Kubernetes",
      { namespace: "kube-system" },
      'namespace is "kube-system": write a namespace of OpenStack\'s own, such as openstack.',
    ],
    [
      "a URL that is none",
      { keystone: { authUrl: "keystone" } },
      'keystone.authUrl is "keystone": write a URL such as http://keystone.openstack.svc:5000/v3.',
    ],
    [
      "a known field beside one that is known later",
      { database: { host: late("db"), port: 99999 } },
      "database.port is 99999: write a port number from 1 to 65535.",
    ],
  ];
  for (const [what, changes, message] of refused) {
    it(`refuses ${what} before it declares anything`, () => {
      assert.equal(refusal(changes), message);
    });
  }

  it("refuses text that breaks distributed import, of one API too", () => {
    const customServiceConfig = "[DEFAULT]\nworker_self_reference_url = x";
    assert.match(refusal({ customServiceConfig }), /^customServiceConfig sets \[DEFAULT\]/);
    assert.match(
      refusal({ external: { customServiceConfig } }),
      /^external\.customServiceConfig sets \[DEFAULT\]/,
    );
  });
});

describe("an argument of Glance that is known later", () => {
  it("is refused when it is known, in the same words", async () => {
    const resource = {} as pulumi.Resource;
    const port = checkFields(resource, "database", { host: "db", port: late("99999") }).port;
    const message = await new Promise((resolve) => {
      const output = port as unknown as { promise: () => Promise<number> };
      output.promise().then(resolve, (error: Error) => resolve(error.message));
    });
    assert.equal(message, 'database.port is "99999": write a port number from 1 to 65535.');
  });
});

describe("the component LocalVolumes", () => {
  it("makes volumes for the claims of the default layout and namespace", async () => {
    const made = await record(() => void new LocalVolumes("volumes", volumes));
    assert.deepEqual(find(made, "PersistentVolume", "local-storage01-n2").inputs.spec.claimRef, {
      namespace: "openstack",
      name: "glance-glance-external-api-1",
    });
  });

  for (const [what, changes, message] of [
    ["a directory that is emptied", { directory: "/tmp/pv" }, /^localStorage\.directory is "\/tmp/],
    ["a node named twice", { nodes: ["n1", "n1"] }, /^localStorage\.nodes names n1 twice/],
  ] as const) {
    it(`refuses ${what}`, () => {
      const localStorage = {
        ...volumes.localStorage,
        ...changes,
      } as LocalVolumesArgs["localStorage"];
      assert.throws(() => new LocalVolumes("refused", { localStorage }), { message });
    });
  }
});
