import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { stackFile } from "../support/stackConfig";
import { makeVariant } from "../support/variant";

const root = join(__dirname, "../..");

describe("the program under the policy pack", function () {
  this.timeout(60_000);

  const variants: [string, string, string, string, RegExp][] = [
    [
      "with ReadWriteMany staging claims",
      "components/glanceApi.ts",
      'accessModes: ["ReadWriteOnce"]',
      'accessModes: ["ReadWriteMany"]',
      /StatefulSet.*spec\.volumeClaimTemplates\[0\]\.spec\.accessModes/,
    ],
    [
      "with one URL for all pods",
      "components/glanceContainers.ts",
      'workerUrl(apiType, namespace, "$(POD_NAME)", scheme)',
      '"http://glance-external.openstack.svc:9292"',
      /statefulset-require-own-worker-url: .*spec\.template\.spec\.containers\[0\]\.env\[1\]\.value/,
    ],
  ];
  for (const [what, file, text, replacement, message] of variants) {
    it(`is refused ${what}, and nothing is written`, async () => {
      const directory = makeVariant(file, text, replacement, stackFile);
      try {
        const out = join(directory, "manifests.yaml");
        const result = await execa(
          "node",
          [
            join(root, "start/command.js"),
            "ops/cli.ts",
            "render",
            "--stack",
            "test",
            "--policy-pack",
            join(root, "policy"),
            "--out",
            out,
          ],
          { cwd: directory, reject: false },
        );
        assert.equal(result.exitCode, 1);
        assert.match(result.stderr, message);
        assert.equal(existsSync(out), false);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
