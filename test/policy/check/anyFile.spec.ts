import assert from "node:assert/strict";

import fc from "fast-check";

import { checkFiles, type Report } from "../../../policy/check/report";
import { reportJson, reportText } from "../../../policy/check/reportText";
import { reportSarif } from "../../../policy/check/reportSarif";
import { defaultConfiguration } from "../../../policy/configuration";
import { rules } from "../../../policy/rules";
import { UserError } from "../../../model/userError";
import { apiContainer, glanceStatefulSet } from "../../support/workloads";
import { documents } from "./support";

const configuration = defaultConfiguration(rules);

const check = (text: string): Report => checkFiles(configuration, [{ name: "any.yaml", text }]);

/** All that a person or a tool is told of a file: a report in every format, or one sentence. */
function outputs(text: string): string[] {
  try {
    const report = check(text);
    const texts = [reportText(report), reportJson(report), reportSarif(report, rules, "/", "f")];
    assert.match(
      texts[0] ?? "",
      /^(any\.yaml:\d+: \[(mandatory|advisory|note)\] [\w-]+: .+\.\n)*\d+ objects?, .+\.\n$/,
    );
    return texts;
  } catch (error) {
    assert.ok(error instanceof UserError, String((error as Error).stack));
    assert.match(
      error.message,
      /^(any\.yaml:\d+: .+|There is (nothing|no object) in any\.yaml; .+)\.$/,
    );
    return [error.message];
  }
}

function claim(index: number): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: `glance-api-${index}` },
    spec: { accessModes: ["ReadWriteMany"], storageClassName: "local-storage" },
  };
}

const statefulSet = { apiVersion: "apps/v1", kind: "StatefulSet", ...glanceStatefulSet() };

/** Objects around a secret: in Secrets, plain and encoded, in the environment, and in annotations. */
function objectsAround(secret: string): object[] {
  const env = [
    { name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL", value: `http://admin:${secret}@host` },
    { name: "PASSWORD", value: secret },
  ];
  const podSpec = { containers: [apiContainer({ env })] };
  const metadata = { name: "config", annotations: { note: secret } };
  const file = `[DEFAULT]\nenabled_import_methods = ${secret}\n[database]\nconnection = ${secret}\n`;
  return [
    { apiVersion: "v1", kind: "Secret", metadata, stringData: { "glance.conf": file, a: secret } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      data: { a: Buffer.from(secret).toString("base64"), b: Buffer.from(file).toString("base64") },
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "glance-api.conf": file } },
    { apiVersion: "apps/v1", kind: "StatefulSet", ...glanceStatefulSet(podSpec) },
    { apiVersion: "apps/v1", kind: "Deployment", ...glanceStatefulSet(podSpec) },
  ];
}

describe("the check of any file", function () {
  this.timeout(60_000);

  it("answers in whole sentences, whatever stands where an object is expected", () => {
    const kinds = ["StatefulSet", "Secret", "List", "PodList", "PersistentVolumeClaim", "Service"];
    const manifest = fc.record(
      {
        apiVersion: fc.constantFrom("v1", "apps/v1"),
        kind: fc.constantFrom(...kinds, ...rules.map(({ name }) => name)),
        metadata: fc.jsonValue(),
        spec: fc.jsonValue(),
        data: fc.jsonValue(),
        items: fc.jsonValue(),
      },
      { requiredKeys: ["apiVersion", "kind"] },
    );
    fc.assert(
      fc.property(fc.array(manifest, { minLength: 1, maxLength: 3 }), (objects) => {
        outputs(documents(...objects));
        outputs(JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
      }),
      { numRuns: 300 },
    );
  });

  it("answers when one value of a workload is null, or of another type", () => {
    const text = JSON.stringify([statefulSet, claim(0)]);
    const places = [...text.matchAll(/(?<=:)("[^"]*"|\[|\{)/g)].length;
    for (let place = 0; place < places; place++) {
      for (const value of [null, 5, true, "text", [], [null], {}]) {
        let index = 0;
        const objects: unknown = JSON.parse(text, function (_, old: unknown) {
          const isPlace = typeof old !== "number" && !Array.isArray(this) && index++ === place;
          return isPlace ? value : old;
        });
        if (Array.isArray(objects)) {
          outputs(documents(...(objects as object[])));
        }
      }
    }
  });

  it("answers any text", () => {
    const pieces = fc.constantFrom(
      "---\n",
      "kind: List\n",
      "a:",
      " ",
      "\n",
      "- ",
      "&a ",
      "*a",
      "{",
      "}",
      "[",
      "]",
      ",",
      "'",
      '"',
      "\t",
      "|\n",
      "!!binary ",
      "? ",
      "<<: ",
      "%YAML 1.1\n",
      "#",
      "\0",
      "\ud800",
    );
    const anyText = fc.oneof(
      fc.string(),
      fc.array(pieces).map((texts) => texts.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        outputs(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps values of Secrets and of the environment out of all it says, also of broken files", () => {
    const secrets = fc.string({ minLength: 4 }).map((text) => `s3cret${text}`);
    fc.assert(
      fc.property(
        secrets,
        fc.nat(),
        fc.constantFrom(..."\t{}[]&*!|>'\"%@`:-#,\n", ""),
        (secret, at, character) => {
          const text = documents(...objectsAround(secret));
          const place = at % text.length;
          const broken = text.slice(0, place) + character + text.slice(place + 1);
          for (const output of [...outputs(text), ...outputs(broken)]) {
            assert.doesNotMatch(output, /s3cret|czNjcmV0/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the check of a big file", function () {
  this.timeout(60_000);

  it("gives a verdict on 10,000 claims in a few seconds", () => {
    const claims = Array.from({ length: 10_000 }, (_, index) => claim(index));
    const started = Date.now();
    const text = reportText(check(documents(...claims)));
    const seconds = (Date.now() - started) / 1000;
    // Without the text, of which the message of a failure would be full.
    assert.equal(text.indexOf("any.yaml:7: [mandatory] persistentvolumeclaim-disallow-shared"), 0);
    assert.match(
      text.slice(-100),
      /\n10000 objects, 10000 mandatory and 0 advisory violations\.\n$/,
    );
    assert.ok(seconds < 20, `it took ${seconds} s`);
  });

  it("gives a verdict on an object of 5 MB, whatever makes it big", () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "big" } };
    const lines = "some line of text\n".repeat(300_000);
    const keys = Object.fromEntries(Array.from({ length: 200_000 }, (_, key) => [`k${key}`, "v"]));
    const items = [{ ...object, data: { lines } }, claim(0)];
    for (const text of [
      documents(...items),
      JSON.stringify({ apiVersion: "v1", kind: "List", items }),
      JSON.stringify({
        apiVersion: "v1",
        kind: "List",
        items: [{ ...object, data: keys }, claim(0)],
      }),
    ]) {
      const started = Date.now();
      const { objects, violations } = check(text);
      assert.deepEqual([objects, violations.length], [2, 1]);
      assert.ok(Date.now() - started < 20_000);
    }
  });

  it("gives a verdict on a workload with 10,000 containers and volumes", () => {
    const containers = Array.from({ length: 10_000 }, (_, index) =>
      apiContainer({ name: `c${index}` }),
    );
    const volumes = containers.map((_, index) => ({ name: `v${index}`, emptyDir: {} }));
    const started = Date.now();
    const big = { ...statefulSet, ...glanceStatefulSet({ containers, volumes }) };
    assert.equal(check(JSON.stringify(big)).objects, 1);
    const seconds = (Date.now() - started) / 1000;
    assert.ok(seconds < 20, `it took ${seconds} s`);
  });
});
