import assert from "node:assert/strict";

import { checkFiles, type ReportedViolation, summaryOf } from "../../../policy/check/report";
import { reportSarif } from "../../../policy/check/reportSarif";
import { reportJson, reportText, violationLines } from "../../../policy/check/reportText";
import { seenConfiguration } from "../../../policy/check/seenConfiguration";
import { defaultConfiguration } from "../../../policy/configuration";
import { rules } from "../../../policy/rules";
import { requireImageDigest } from "../../../policy/rules/pod/requireImageDigest";
import {
  configMapVolume,
  configuration as configurationSecret,
  configuredApi,
} from "../fixtures/configurations";
import { glanceApi } from "../fixtures/manifests";
import { check, documents, plainConfiguration, thing } from "./support";

describe("a report as text", () => {
  it("has a line for each violation, and the numbers in the last one", () => {
    assert.equal(
      reportText(check(documents(thing("a", "red"), thing("b", "blue")))),
      "things.yaml:7: [mandatory] thing-disallow-color: Thing 'a': spec.color must be blue.\n" +
        "things.yaml:9: [advisory] thing-require-one: Thing 'b': must be left out.\n" +
        "2 objects, 1 mandatory and 1 advisory violations.\n",
    );
  });

  it("has one line for all fields of an object that break a rule alike", () => {
    const violation = (path: string, object = "StatefulSet 'a'"): ReportedViolation => ({
      rule: requireImageDigest,
      level: "advisory",
      object,
      path,
      message: `${object}: ${path} must end in a digest.`,
      location: undefined,
    });
    const lines = violationLines([
      violation("containers[0].image"),
      violation("containers[0].image", "Job 'b'"),
      violation("containers[1].image"),
    ]);
    assert.deepEqual(lines, [
      "[advisory] pod-require-image-digest: StatefulSet 'a': containers[0].image must end in a digest. Likewise 1 more: containers[1].image.",
      "[advisory] pod-require-image-digest: Job 'b': containers[0].image must end in a digest.",
    ]);
  });

  it("names the lines of what breaks a rule alike in their order", () => {
    const [first, second] = ["50", "9"].map((line): ReportedViolation => ({
      rule: requireImageDigest,
      level: "advisory",
      object: "Pod 'a'",
      path: line,
      message: `Pod 'a': ${line} must end in a digest.`,
      location: { file: "a.yaml", line: Number(line), column: 1 },
    }));
    assert.ok(first && second);
    assert.match(
      violationLines([first, second]).join("\n"),
      /^a\.yaml:9: .* Likewise 1 more: line 50\.$/,
    );
  });

  it("has the numbers alone when nothing is wrong", () => {
    assert.equal(
      reportText(check(documents(thing("a", "blue")))),
      "1 object, 0 mandatory and 0 advisory violations.\n",
    );
  });

  it("names the file of each object, and validates all files together", () => {
    const report = checkFiles(plainConfiguration, [
      { name: "a.yaml", text: documents(thing("a", "blue")) },
      { name: "b.json", text: JSON.stringify(thing("b", "red")) },
    ]);
    assert.equal(
      reportText(report),
      "b.json:1: [advisory] thing-require-one: Thing 'b': must be left out.\n" +
        "b.json:1: [mandatory] thing-disallow-color: Thing 'b': spec.color must be blue.\n" +
        "2 objects, 1 mandatory and 1 advisory violations.\n",
    );
  });

  it("keeps a name from ending the line or steering the terminal", () => {
    const text = reportText(
      check(JSON.stringify(thing("a\n[\u001b[2K\u2028\u202e", "red")).replace("\u2028", "\\u2028")),
    );
    assert.equal(text.split("\n").length, 3);
    assert.ok(text.includes("Thing 'a\\u{a}[\\u{1b}[2K\\u{2028}\\u{202e}': spec.color"), text);
  });

  it("is refused of files that hold nothing, for then something else went wrong", () => {
    for (const text of ["", "---\n# comment\n"]) {
      assert.throws(() => check(text), {
        message: "There is nothing in things.yaml; give Kubernetes objects.",
      });
    }
    for (const items of ["[]", "null", ""]) {
      assert.throws(() => check(`apiVersion: v1\nkind: List\nitems: ${items}\n`), {
        message: "There is no object in things.yaml; look where it was asked for them.",
      });
    }
  });
});

describe("two objects of one name", () => {
  const inNamespace = (namespace: string | undefined, fields: object = {}) => ({
    apiVersion: "v1",
    kind: "Thing",
    metadata: { name: "a", namespace },
    ...fields,
  });

  it("are refused, with both places", () => {
    const files = [
      { name: "a.yaml", text: documents(inNamespace("x")) },
      {
        name: "b.yaml",
        text: documents({ apiVersion: "v1", kind: "List", items: [inNamespace("x")] }),
      },
    ];
    assert.throws(() => checkFiles(plainConfiguration, files), {
      message:
        "b.yaml:8: Thing 'a' is at a.yaml:5 as well, and the later one would replace it; remove one, or give it another name.",
    });
    const versions = documents(
      inNamespace("x", { apiVersion: "a/v1" }),
      inNamespace("x", { apiVersion: "a/v2" }),
    );
    assert.throws(() => check(versions), /replace it/);
  });

  it("are taken in two namespaces, of two groups, without a name, as patches and for other clusters", () => {
    const work = (name: string) => ({
      apiVersion: "work.open-cluster-management.io/v1",
      kind: "ManifestWork",
      metadata: { name },
      spec: { workload: { manifests: [inNamespace("x")] } },
    });
    const nameless = inNamespace("x", { metadata: { generateName: "a-" } });
    const patch = inNamespace("x", { apiVersion: "example.com/v1", kind: "ThingPatch" });
    const text = documents(
      ...[inNamespace("x"), inNamespace("other"), inNamespace(undefined)],
      inNamespace("x", { apiVersion: "a/v1" }),
      ...[nameless, nameless, patch, patch, work("a"), work("b")],
    );
    assert.equal(check(text).objects, 12);
  });
});

describe("a report as JSON", () => {
  it("tells of each violation all that a program needs", () => {
    assert.deepEqual(JSON.parse(reportJson(check(documents(thing("a", "red"))))), {
      violations: [
        {
          rule: "thing-disallow-color",
          severity: "high",
          level: "mandatory",
          object: "Thing 'a'",
          path: "spec.color",
          message: "Thing 'a': spec.color must be blue.",
          remedy: '`color: "blue"`',
          url: "https://example.org/red",
          file: "things.yaml",
          line: 7,
        },
      ],
      notes: [],
      summary: { objects: 1, mandatory: 1, advisory: 0 },
    });
  });

  it("has an empty list when nothing is wrong", () => {
    const { violations } = JSON.parse(reportJson(check(documents(thing("a", "blue")))));
    assert.deepEqual(violations, []);
  });
});

describe("configuration that is not among the objects", () => {
  const configuration = defaultConfiguration(rules).filter(({ rule }) =>
    ["secret-require-glance-direct", "pod-require-image-digest"].includes(rule.name),
  );
  const report = (isStrict: boolean, ...objects: object[]) =>
    checkFiles(configuration, [{ name: "a.yaml", text: documents(...objects) }], isStrict);
  const said = (source: string, field: string) =>
    `workload-require-seen-configuration: StatefulSet 'glance-single-api': ${field} has configuration that is not ` +
    `among the objects (${source}), which secret-require-glance-direct did not judge; give it as well.\n`;
  const mounts = "spec.template.spec.containers[0].volumeMounts";

  it("is noted in one line, with the rules that did not judge it", () => {
    const notes: [source: string, field: string, objects: object[]][] = [
      ["Secret 'config'", `${mounts}[1]`, [configuredApi()]],
      ["ConfigMap 'config'", `${mounts}[1]`, [configuredApi({ volume: configMapVolume })]],
      ["files of its image", mounts, [glanceApi()]],
      [
        "Secret 'env'",
        "spec.template.spec.containers[0].envFrom[0].secretRef",
        [
          configuredApi({
            changes: {
              "spec.template.spec.containers[0].envFrom": [{ secretRef: { name: "env" } }],
            },
          }),
          configurationSecret(),
        ],
      ],
      [
        "volume 'config'",
        `${mounts}[1]`,
        [
          configuredApi({
            volume: { name: "config", csi: { driver: "secrets-store.csi.k8s.io" } },
          }),
        ],
      ],
    ];
    for (const [source, field, objects] of notes) {
      const [line = ""] = reportText(report(false, ...objects)).split(/(?<=\n)/);
      assert.equal(line.replace(/^a\.yaml:\d+: /, ""), `[note] ${said(source, field)}`);
    }
  });

  it("is a note in JSON and SARIF", () => {
    const noted = report(false, configuredApi());
    const { violations, notes, summary } = JSON.parse(reportJson(noted));
    assert.deepEqual([violations.length, notes.length, summary.mandatory], [0, 1, 0]);
    const sarif = JSON.parse(reportSarif(noted, [...rules, seenConfiguration], "/", "a"));
    const [{ level, ruleId, ruleIndex }] = sarif.runs[0].results;
    assert.equal(level, "note");
    assert.equal(sarif.runs[0].tool.driver.rules[ruleIndex].id, ruleId);
  });

  it("is a violation when that is asked for", () => {
    const strict = report(true, configuredApi());
    assert.match(reportText(strict), /^a\.yaml:\d+: \[mandatory\] workload-require-seen/);
    assert.equal(summaryOf(strict).mandatory, 1);
    assert.deepEqual(JSON.parse(reportJson(strict)).notes, []);
  });

  it("is nothing where all is seen, or nobody would read it", () => {
    assert.deepEqual(report(true, configuredApi(), configurationSecret()).violations, []);
    const unread = configuration.filter(({ rule }) => rule.scope === "object");
    const text = documents(configuredApi());
    assert.deepEqual(checkFiles(unread, [{ name: "a.yaml", text }], true).violations, []);
  });

  it("may be that of another workload than a StatefulSet", () => {
    const volumes = [
      { name: "glance", emptyDir: {} },
      { name: "config", secret: { secretName: "config" } },
    ];
    const { spec, ...api } = configuredApi({ changes: { "spec.template.spec.volumes": volumes } });
    const { replicas, selector, template } = spec as Record<string, unknown>;
    const deployment = { ...api, kind: "Deployment", spec: { replicas, selector, template } };
    assert.match(reportText(report(false, deployment)), /Deployment 'glance-single-api'/);
  });
});
