import assert from "node:assert/strict";

import { disallowSharedStaging } from "../../policy/rules/pod/disallowSharedStaging";
import { violations } from "../support/policy";
import {
  apiContainer,
  claimTemplate,
  glanceStatefulSet,
  otherWorkloads,
  statefulSet,
} from "../support/workloads";

function validate(type: string, props: unknown): string[] {
  return violations(disallowSharedStaging, type, props);
}

/** A StatefulSet with one claim template, mounted where told. */
function withTemplate(accessModes: unknown, volumeMounts: unknown[] = [], name = "glance") {
  return glanceStatefulSet(
    { containers: [apiContainer({ volumeMounts })] },
    { volumeClaimTemplates: [claimTemplate(accessModes, name)] },
  );
}

describe("pod-disallow-shared-staging", () => {
  it("accepts a StatefulSet with private staging and own URLs", () => {
    assert.deepEqual(validate(statefulSet, glanceStatefulSet()), []);
  });

  for (const modes of [["ReadWriteMany"], ["ReadOnlyMany"], ["ReadWriteOnce", "ReadWriteMany"]]) {
    it(`refuses a claim template with ${modes.join(" and ")}`, () => {
      const props = withTemplate(modes, [{ name: "glance", mountPath: "/var/lib/glance" }]);
      assert.deepEqual(validate(statefulSet, props), [
        "StatefulSet 'glance-single-api': spec.volumeClaimTemplates[0].spec.accessModes must be " +
          '["ReadWriteOnce"], because staged images belong to one Glance pod alone.',
      ]);
    });
  }

  it("refuses a claim template that names a volume, the same for all pods", () => {
    const template = claimTemplate(["ReadWriteOnce"]);
    const spec = { ...(template["spec"] as object), volumeName: "pv-1" };
    const props = glanceStatefulSet({}, { volumeClaimTemplates: [{ ...template, spec }] });
    assert.deepEqual(validate(statefulSet, props), [
      "StatefulSet 'glance-single-api': spec.volumeClaimTemplates[0].spec.volumeName must be left " +
        "out, because every pod needs a volume of its own.",
    ]);
  });

  it("refuses it in old API groups, lists and patches", () => {
    const props = withTemplate(["ReadWriteMany"]);
    assert.equal(validate("kubernetes:apps/v1beta1:StatefulSet", props).length, 1);
    assert.equal(validate("kubernetes:apps/v1:StatefulSetPatch", props).length, 1);
    assert.equal(validate("kubernetes:apps/v1:StatefulSetList", { items: [props] }).length, 1);
  });

  describe("knows a staging template by its mount", () => {
    const shared = ["ReadWriteMany"];
    const paths: [mountPath: string, isStaging: boolean][] = [
      ["/var/lib/glance/os_glance_staging_store", true],
      ["/var/lib/glance/os_glance_staging_store/", true],
      ["/var/lib/glance/os_glance_staging_store/imports", true],
      ["/var/lib/glance/", true],
      ["//var//lib/glance", true],
      ["/var/lib/glance/../glance", true],
      ["/var/lib/glance/images/../os_glance_staging_store", true],
      ["var/lib/glance", true],
      ["/var/lib", true],
      ["/var", true],
      ["/", true],
      ["/var/lib/glance/images", false],
      ["/var/lib/glance/image-cache", false],
      ["/var/lib/glance/os_glance_staging_store_old", false],
      ["/var/lib/glance-images", false],
    ];
    for (const [mountPath, isStaging] of paths) {
      it(`${isStaging ? "at" : "but not at"} ${mountPath}`, () => {
        const mounts = [{ name: "data", mountPath, subPath: "glance" }];
        const messages = validate(statefulSet, withTemplate(shared, mounts, "data"));
        assert.equal(messages.length, isStaging ? 1 : 0);
      });
    }

    it("in an init container and in a second container", () => {
      const mounted = {
        name: "tool",
        volumeMounts: [{ name: "data", mountPath: "/var/lib/glance" }],
      };
      const api = apiContainer({ volumeMounts: [] });
      const spec = { volumeClaimTemplates: [claimTemplate(shared, "data")] };
      for (const podSpec of [
        { initContainers: [mounted], containers: [api] },
        { containers: [api, mounted] },
      ]) {
        assert.equal(validate(statefulSet, glanceStatefulSet(podSpec, spec)).length, 1);
      }
    });

    it("and an unmounted one by its name", () => {
      assert.equal(validate(statefulSet, withTemplate(shared)).length, 1);
      assert.equal(validate(statefulSet, withTemplate(shared, [], "images")).length, 0);
    });
  });

  it("accepts a shared images directory beside private staging", () => {
    const props = glanceStatefulSet(
      {
        containers: [
          apiContainer({
            volumeMounts: [
              { name: "glance", mountPath: "/var/lib/glance" },
              { name: "images", mountPath: "/var/lib/glance/images" },
            ],
          }),
        ],
      },
      {
        volumeClaimTemplates: [
          claimTemplate(["ReadWriteOnce"]),
          claimTemplate(["ReadWriteMany"], "images"),
        ],
      },
    );
    assert.deepEqual(validate(statefulSet, props), []);
  });

  for (const mountPath of ["/var/lib/mysql", "/var/lib", "/"]) {
    it(`leaves a database with a shared claim at ${mountPath} alone`, () => {
      const volumeMounts = [{ name: "data", mountPath }];
      const props = {
        metadata: { name: "mariadb" },
        spec: {
          template: {
            spec: { containers: [{ name: "mariadb", image: "mariadb:11", volumeMounts }] },
          },
          volumeClaimTemplates: [claimTemplate(["ReadWriteMany"], "data")],
        },
      };
      assert.deepEqual(validate(statefulSet, props), []);
    });
  }

  describe("looks at ephemeral volumes", () => {
    const podSpec = (mode: string, mountPath: string) => ({
      initContainers: [{ name: "prepare", volumeMounts: [{ name: "scratch", mountPath }] }],
      containers: [{ name: "main" }],
      volumes: [
        { name: "config", secret: { secretName: "x" } },
        { name: "scratch", ephemeral: { volumeClaimTemplate: claimTemplate([mode]) } },
      ],
    });
    for (const [type, wrap] of otherWorkloads) {
      it(`of ${type}`, () => {
        assert.match(
          validate(type, wrap(podSpec("ReadWriteMany", "/var/lib/glance"))).join("\n"),
          /spec\.volumes\[1\]\.ephemeral\.volumeClaimTemplate\.spec\.accessModes must be [^\n]*$/,
        );
        assert.deepEqual(validate(type, wrap(podSpec("ReadWriteOnce", "/var/lib/glance"))), []);
        assert.deepEqual(validate(type, wrap(podSpec("ReadWriteMany", "/work"))), []);
      });
    }

    it("of a StatefulSet", () => {
      const props = glanceStatefulSet(podSpec("ReadOnlyMany", "/var/lib/glance"));
      assert.equal(validate(statefulSet, props).length, 1);
    });
  });
});
