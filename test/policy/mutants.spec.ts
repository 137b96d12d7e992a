import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { objectsOfDocument } from "../../policy/model/kubernetesObject";
import { Stack } from "../../policy/model/stack";
import { defaultSettings, type Rule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { ruleFixtures } from "./fixtures";

const root = join(__dirname, "../..");

/** The core condition of every rule, by name: file in `policy/`, text, and a text with which it no longer holds. */
const mutants: Record<string, [file: string, text: string, replacement: string]> = {
  "persistentvolumeclaim-disallow-shared-staging": [
    "model/accessModes.ts",
    'return mode === "ReadWriteOnce";',
    "return true;",
  ],
  "pod-disallow-shared-staging": [
    "rules/pod/disallowSharedStaging.ts",
    "isPrivateClaim(spec, object.isPatch, localClasses)",
    "true",
  ],
  "persistentvolumeclaim-disallow-shared-class": [
    "rules/persistentvolumeclaim/disallowSharedClass.ts",
    "text.toLowerCase().includes(word)",
    "text === word",
  ],
  "storageclass-disallow-shared-provisioner": [
    "rules/storageclass/disallowSharedProvisioner.ts",
    "used.has(nameOf(object))",
    "true",
  ],
  "pod-require-staging-claim-template": [
    "rules/pod/requireStagingClaimTemplate.ts",
    "!isClaimTemplate(workload, mount)",
    "false",
  ],
  "pod-disallow-staging-subpath": [
    "rules/pod/disallowStagingSubpath.ts",
    '(field.text ?? "") !== ""',
    "false",
  ],
  "persistentvolumeclaim-disallow-two-users": [
    "rules/persistentvolumeclaim/disallowTwoUsers.ts",
    "seen.size === seen.add(key).size",
    "seen.size > seen.add(key).size",
  ],
  "pod-require-statefulset": ["rules/pod/requireStatefulset.ts", "&& isGlanceApi(workload)", ""],
  "statefulset-require-own-worker-url": [
    "rules/statefulset/requireOwnWorkerUrl.ts",
    "return isPodDomain && isPort ? variable : undefined;",
    'return variable ?? "POD_NAME";',
  ],
  "statefulset-require-governing-service": [
    "rules/statefulset/requireGoverningService.ts",
    'spec.at("clusterIP").text === "None"',
    "true",
  ],
  "persistentvolume-require-safe-local-volume": [
    "rules/persistentvolume/requireSafeLocalVolume.ts",
    "hostnameOf(object) !== undefined",
    "true",
  ],
  "storageclass-require-local-binding": [
    "rules/storageclass/requireLocalBinding.ts",
    'binding.text === "WaitForFirstConsumer"',
    "true",
  ],
  "persistentvolume-require-own-directory": [
    "rules/persistentvolume/requireOwnDirectory.ts",
    "paths.has(parent)",
    "paths.has(path)",
  ],
  "persistentvolume-require-enough": [
    "model/volumeAssignment.ts",
    "own.bytes < claim.bytes",
    "false",
  ],
  "secret-require-image-conversion": [
    "rules/secret/requireImageConversion.ts",
    'output.value === "raw"',
    "true",
  ],
  "secret-require-glance-direct": [
    "rules/secret/requireGlanceDirect.ts",
    '.includes("glance-direct")',
    '.includes("web-download")',
  ],
  "secret-require-download-filters": [
    "rules/secret/requireDownloadFilters.ts",
    "isOpen && list(",
    "!isOpen && list(",
  ],
  "secret-require-closed-tasks": ["rules/secret/requireClosedTasks.ts", '=== "!"', "!== undefined"],
  "secret-disallow-worker-url": [
    "rules/secret/disallowWorkerUrl.ts",
    'inFiles("DEFAULT"',
    'inFiles("x"',
  ],
  "secret-require-staging-directory": [
    "rules/secret/requireStagingDirectory.ts",
    "!== stagingDirectory",
    '!== "/tmp/staging"',
  ],
  "statefulset-require-parallel-start": [
    "rules/statefulset/requireParallelStart.ts",
    'policy.text !== "Parallel"',
    "false",
  ],
  "statefulset-require-grace-period": [
    "rules/statefulset/requireGracePeriod.ts",
    "period.number < seconds",
    "period.number <= seconds",
  ],
  "statefulset-require-claim-retention": [
    "rules/statefulset/requireClaimRetention.ts",
    'values: ["Retain"],',
    'values: ["Retain", "Delete"],',
  ],
  "poddisruptionbudget-require-one": [
    "rules/poddisruptionbudget/requireOne.ts",
    "most.number === 1",
    "most.number !== undefined",
  ],
  "horizontalpodautoscaler-disallow-staging": [
    "rules/horizontalpodautoscaler/disallowStaging.ts",
    '.text === "StatefulSet"',
    ".text !== undefined",
  ],
  "statefulset-require-host-spread": [
    "rules/statefulset/requireHostSpread.ts",
    ".text === hostname",
    ".text !== undefined",
  ],
  "pod-require-restricted-profile": [
    "model/restrictedProfile.ts",
    '{ contains: "ALL" }',
    '{ contains: "CHOWN" }',
  ],
  "pod-disallow-service-account-token": [
    "rules/pod/disallowServiceAccountToken.ts",
    "automount.isAbsent ? isPatch",
    "automount.isAbsent ? true",
  ],
  "pod-require-secret-files": [
    "rules/pod/requireSecretFiles.ts",
    "const safeModes = [0o440,",
    "const safeModes = [0o444, 0o440,",
  ],
  "pod-require-image-digest": ["rules/pod/requireImageDigest.ts", "{64}$", "{64}"],
};

describe("the fixtures of every rule", () => {
  let directory: string;

  before(() => {
    const parent = join(root, ".render");
    mkdirSync(parent, { recursive: true });
    directory = mkdtempSync(join(parent, "mutants-"));
  });

  after(() => rmSync(directory, { recursive: true }));

  it("have a mutant to be tried on", () => {
    assert.deepEqual(
      Object.keys(mutants),
      rules.map(({ name }) => name),
    );
  });

  for (const [name, mutant] of Object.entries(mutants)) {
    it(`notice when the core of ${name} is gone`, () => {
      const mutated = mutate(join(directory, name), name, mutant);
      const fixtures = ruleFixtures.find(({ rule }) => rule.name === name)?.fixtures ?? [];
      const noticed = fixtures.filter(({ objects, settings, isAccepted }) => {
        const documents = objects.flatMap((manifest) => objectsOfDocument(manifest, "file"));
        const all = { ...defaultSettings(mutated), ...settings };
        const found =
          mutated.scope === "stack"
            ? mutated.validate(new Stack(documents), all)
            : documents.flatMap((document) => mutated.validate(document, all));
        return (found.length === 0) !== isAccepted;
      });
      assert.ok(noticed.length > 0, "every fixture still has its verdict");
    });
  }
});

/** The rule out of a copy of the policy pack in which one text is another. */
function mutate(
  directory: string,
  name: string,
  [file, text, replacement]: [string, string, string],
): Rule {
  for (const folder of ["policy", "model"]) {
    cpSync(join(root, folder), join(directory, folder), { recursive: true });
  }
  const path = join(directory, "policy", file);
  const original = readFileSync(path, "utf8");
  assert.equal(original.split(text).length, 2, `${file} must hold once: ${text}`);
  writeFileSync(path, original.replace(text, replacement));
  const load = createRequire(join(directory, "policy/rules/index.ts"));
  const { rules: loaded } = load("./index.ts") as { rules: Rule[] };
  return loaded.find((rule) => rule.name === name) ?? assert.fail(`there is no rule ${name}`);
}
