import assert from "node:assert/strict";

import { requireStagingClaimTemplate } from "../../policy/rules/pod/requireStagingClaimTemplate";
import { violations } from "../support/policy";
import {
  apiContainer,
  claimTemplate,
  glanceStatefulSet,
  otherWorkloads,
  statefulSet,
} from "../support/workloads";

function validate(type: string, props: unknown): string[] {
  return violations(requireStagingClaimTemplate, type, props);
}

/** The pods of a Glance API with one volume, mounted at the path. */
function podSpec(source: object, mountPath: string, container = apiContainer()) {
  return {
    containers: [{ ...container, volumeMounts: [{ name: "shared", mountPath }] }],
    volumes: [{ name: "shared", ...source }],
  };
}

const nfs = { nfs: { server: "nas", path: "/staging" } };

describe("pod-require-staging-claim-template", () => {
  it("accepts a StatefulSet with private staging and own URLs", () => {
    assert.deepEqual(validate(statefulSet, glanceStatefulSet()), []);
  });

  const sources: object[] = [
    nfs,
    { cephfs: { monitors: ["mon"] } },
    { hostPath: { path: "/srv" } },
    { emptyDir: {} },
    { csi: { driver: "smb.csi.k8s.io" } },
    { projected: { sources: [] } },
    { glusterfs: { endpoints: "g", path: "p" } },
    { iscsi: { targetPortal: "t", iqn: "i", lun: 0 } },
    { image: { reference: "r" } },
    { persistentVolumeClaim: { claimName: "glance-glance-single-api-0" } },
    { ephemeral: { volumeClaimTemplate: claimTemplate(["ReadWriteOnce"]) } },
    {},
  ];
  for (const source of sources) {
    it(`refuses the source ${Object.keys(source).join() || "nothing"} at the staging path`, () => {
      assert.deepEqual(
        validate(statefulSet, glanceStatefulSet(podSpec(source, "/var/lib/glance"))),
        [
          "StatefulSet 'glance-single-api': spec.template.spec.containers[0].volumeMounts[0] must " +
            "not place another volume at, above or below /var/lib/glance/os_glance_staging_store; " +
            "mount the claim template 'glance' of a StatefulSet at /var/lib/glance instead.",
        ],
      );
    });
  }

  const paths: [mountPath: string, isRefused: boolean][] = [
    ["/", true],
    ["/var", true],
    ["/var/lib/", true],
    ["/var/lib/glance/../glance", true],
    ["/var/lib/glance//os_glance_staging_store/", true],
    ["/var/lib/glance/os_glance_staging_store/sub", true],
    ["/var/lib/glance/images", false],
    ["/var/lib/glance/image-cache", false],
    ["/var/lib/glance/os_glance_tasks_store", false],
    ["/var/log/glance", false],
  ];
  for (const [mountPath, isRefused] of paths) {
    it(`${isRefused ? "refuses" : "accepts"} NFS at ${mountPath}`, () => {
      const volumeMounts = [
        { name: "glance", mountPath: "/var/lib/glance" },
        { name: "shared", mountPath },
      ];
      const containers = [apiContainer({ volumeMounts })];
      const volumes = [{ name: "shared", ...nfs }];
      const messages = validate(statefulSet, glanceStatefulSet({ containers, volumes }));
      assert.equal(messages.length, isRefused ? 1 : 0);
    });
  }

  it("refuses a container glance-api without a staging volume", () => {
    const logs = { name: "glance", mountPath: "/var/log/glance" };
    const below = {
      name: "glance",
      mountPath: "/var/lib/glance/os_glance_staging_store/part",
    };
    for (const volumeMounts of [undefined, [], [logs], [below]]) {
      const containers = [apiContainer({ volumeMounts })];
      assert.deepEqual(validate(statefulSet, glanceStatefulSet({ containers })), [
        "StatefulSet 'glance-single-api': spec.template.spec.containers[0].volumeMounts lacks the " +
          "staging; mount the claim template 'glance' of a StatefulSet at /var/lib/glance.",
      ]);
    }
  });

  it("refuses it in every container that is told a worker URL, also of a Job", () => {
    const bare = apiContainer({ name: "httpd", volumeMounts: [] });
    const containers = [apiContainer(), bare];
    assert.match(
      validate(statefulSet, glanceStatefulSet({ containers })).join(),
      /containers\[1\]\.volumeMounts lacks/,
    );
    const job = { spec: { template: { spec: { containers: [bare] } } } };
    assert.equal(validate("kubernetes:batch/v1:Job", job).length, 1);
  });

  for (const name of [
    "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIR",
    "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIRS",
    "OS_DEFAULT__NODE_STAGING_URI",
  ]) {
    it(`refuses to move the staging directory by ${name}`, () => {
      const env = [{ name, value: "/srv/staging" }];
      const containers = [apiContainer({ env })];
      assert.deepEqual(validate(statefulSet, glanceStatefulSet({ containers })), [
        "StatefulSet 'glance-single-api': spec.template.spec.containers[0].env[0] must not move " +
          "the staging directory; leave it at /var/lib/glance/os_glance_staging_store, where the " +
          "claim is mounted.",
      ]);
      const other = glanceStatefulSet({ containers: [{ name: "mariadb", env }] });
      assert.deepEqual(validate(statefulSet, other), []);
    });
  }

  it("looks into init containers and further containers", () => {
    const mounted = { name: "tool", volumeMounts: [{ name: "n", mountPath: "/var/lib/glance" }] };
    const volumes = [{ name: "n", ...nfs }];
    assert.match(
      validate(statefulSet, glanceStatefulSet({ initContainers: [mounted], volumes })).join(),
      /spec\.template\.spec\.initContainers\[0\]\.volumeMounts\[0\] /,
    );
    const containers = [apiContainer(), mounted];
    assert.match(
      validate(statefulSet, glanceStatefulSet({ containers, volumes })).join(),
      /spec\.template\.spec\.containers\[1\]\.volumeMounts\[0\] /,
    );
  });

  it("takes a claim template before a volume of the same name, as Kubernetes does", () => {
    const volumes = [{ name: "glance", ...nfs }];
    assert.deepEqual(validate(statefulSet, glanceStatefulSet({ volumes })), []);
  });

  for (const [type, wrap] of otherWorkloads) {
    it(`refuses shared staging in ${type}`, () => {
      const anyContainer = { name: "main", image: "tool" };
      assert.equal(validate(type, wrap(podSpec(nfs, "/var/lib/glance", anyContainer))).length, 1);
    });

    it(`leaves other pods of ${type} alone`, () => {
      const anyContainer = { name: "main", image: "tool" };
      assert.deepEqual(validate(type, wrap(podSpec(nfs, "/var/lib", anyContainer))), []);
      assert.deepEqual(validate(type, wrap(podSpec(nfs, "/", anyContainer))), []);
    });
  }

  it("leaves a Job that migrates the database alone", () => {
    const container = { ...apiContainer({ name: "db-sync", image: "glance-api", env: [] }) };
    const props = { spec: { template: { spec: podSpec(nfs, "/etc/glance", container) } } };
    assert.deepEqual(validate("kubernetes:batch/v1:Job", props), []);
    const named = { spec: { template: { spec: { containers: [{ name: "glance-api" }] } } } };
    assert.deepEqual(validate("kubernetes:batch/v1:Job", named), []);
  });

  it("refuses a volume that is declared nowhere, or as a claim template of a Deployment", () => {
    const orphaned = glanceStatefulSet({}, { volumeClaimTemplates: [] });
    assert.equal(validate(statefulSet, orphaned).length, 1);
    assert.equal(validate("kubernetes:apps/v1:Deployment", glanceStatefulSet()).length, 1);
  });

  it("leaves what a patch does not mention", () => {
    const patch = { spec: { template: { spec: { containers: [apiContainer()] } } } };
    assert.deepEqual(validate("kubernetes:apps/v1:StatefulSetPatch", patch), []);
    const shared = { spec: { template: { spec: podSpec(nfs, "/var/lib/glance") } } };
    assert.equal(validate("kubernetes:apps/v1:StatefulSetPatch", shared).length, 1);
  });
});
