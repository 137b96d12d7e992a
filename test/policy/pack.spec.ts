import assert from "node:assert/strict";
import { join } from "node:path";

import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";

import { remediation } from "../../policy/check/checkStack";
import { validate } from "../../policy/check/findings";
import { reported } from "../../policy/check/report";
import { violationLines } from "../../policy/check/reportText";
import {
  type Configuration,
  defaultConfiguration,
  type Level,
  readConfiguration,
} from "../../policy/configuration";
import { objectsOfResource } from "../../policy/model/kubernetesObject";
import { defaultSettings } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { evaluate, type RegisteredObject } from "../../render";
import { type Properties, secret, unknown, withMarks } from "../../render/values";
import { type Diagnostic, PolicyPackProcess } from "../support/policyPack";
import { stackFile } from "../support/stackConfig";
import { ruleFixtures } from "./fixtures";
import { changed, type Manifest } from "./fixtures/fixture";
import { apiContainer, glanceApi } from "./fixtures/manifests";

const root = join(__dirname, "../..");
const template = "spec.volumeClaimTemplates[0].spec.accessModes";

function resource(manifest: object, index = 0): RegisteredObject {
  const props = manifest as Manifest & Properties;
  const type = `kubernetes:${props.apiVersion}:${props.kind}`;
  const name = `resource-${index}`;
  return { type, name, urn: `urn:pulumi:test::glance::${type}::${name}`, props };
}

const at = (level: Level, from: Configuration = defaultConfiguration(rules)): Configuration =>
  from.map((configured) => ({ ...configured, level }));

/** What `policy check`, `render` and `up` say of resources, in one line for each cause, as Pulumi's protocol writes it. */
function inProcess(
  configuration: Configuration,
  resources: readonly RegisteredObject[],
): Diagnostic[] {
  const findings = validate(configuration, resources.flatMap(objectsOfResource));
  const causes = new Map(
    findings.map((finding) => [`${finding.rule.name} ${finding.object.origin}`, finding]),
  );
  return [...causes.values()].flatMap(({ rule, level, object: { origin } }) =>
    violationLines(
      findings
        .filter((finding) => finding.rule === rule && finding.object.origin === origin)
        .map((finding) => reported(finding, (text) => text)),
    ).map((line) => ({
      policy: rule.name,
      level: level === "mandatory" ? EnforcementLevel.MANDATORY : EnforcementLevel.ADVISORY,
      urn: origin,
      message: `${rule.description}\n${line.replace(`[${level}] ${rule.name}: `, "")}`,
    })),
  );
}

const sorted = (diagnostics: readonly Diagnostic[]) =>
  [...diagnostics].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("the policy pack over Pulumi's protocol, as the Pulumi CLI runs it", function () {
  this.timeout(60_000);
  let pack: PolicyPackProcess;

  before(async () => {
    pack = await PolicyPackProcess.start(join(root, "policy"));
  });

  after(() => pack.stop());

  async function overProtocol(resources: readonly RegisteredObject[]): Promise<Diagnostic[]> {
    const single = await Promise.all(resources.map((one) => pack.analyze(one)));
    return [...single.flat(), ...(await pack.analyzeStack(resources))];
  }

  it("serves a policy for every rule, with its level", async () => {
    const { name, version, policiesList } = await pack.info();
    assert.deepEqual([name, version], ["glance", "0.1.0"]);
    assert.deepEqual(
      policiesList.map((policy) => [policy.name, policy.enforcementlevel]),
      rules.map((rule) => [
        rule.name,
        rule.level === "mandatory" ? EnforcementLevel.MANDATORY : EnforcementLevel.ADVISORY,
      ]),
    );
  });

  for (const { rule, fixtures } of ruleFixtures) {
    it(`says of the fixtures of ${rule.name} what is said without it`, async () => {
      for (const { title, isAccepted, objects, settings } of fixtures) {
        const own = [
          { rule, level: "mandatory", settings: { ...defaultSettings(rule), ...settings } },
        ] as const;
        await pack.configure([...at("disabled"), ...own]);
        const resources = objects.map(resource);
        const found = await overProtocol(resources);
        assert.deepEqual(sorted(found), sorted(inProcess(own, resources)), title);
        assert.equal(found.length === 0, isAccepted, title);
        found.forEach(({ message }) => assert.match(message, /^[^\n]+\.\n\w+ '[^']*': .+\.$/));
      }
    });
  }

  describe("says of a stack what is said without it", () => {
    const configurations: [name: string, configuration: Configuration][] = [
      ["by default", defaultConfiguration(rules)],
      [
        "as policy/config/prod.json",
        readConfiguration(join(root, "policy/config/prod.json"), rules),
      ],
      ["with all rules advisory", at("advisory")],
      ["with all rules at the level remediate", at("remediate")],
    ];
    const breaking = {
      StatefulSet: { [template]: ["ReadWriteMany"], "spec.replicas": 9 },
      PodDisruptionBudget: { "spec.selector": {} },
      Service: { "spec.clusterIP": undefined },
    };

    for (const layout of ["split", "single"]) {
      it(`of the layout ${layout}, whole and broken`, async () => {
        const settings = [
          { path: "layout", value: layout },
          { path: "admissionPolicies", value: "true" },
        ];
        const stack = { stack: "test", configFile: stackFile, directory: root };
        const { resources } = await evaluate({ ...stack, settings, report: () => undefined });
        const whole = resources.map(({ manifest, ...one }) => ({ ...one, props: manifest }));
        const broken = whole.map((one) => ({
          ...one,
          props: changed(
            one.props as Manifest,
            breaking[one.props["kind"] as keyof typeof breaking] ?? {},
          ) as Properties,
        }));
        for (const [name, configuration] of configurations) {
          await pack.configure(configuration);
          for (const objects of [whole, broken]) {
            const said = inProcess(configuration, objects);
            assert.deepEqual(sorted(await overProtocol(objects)), sorted(said), name);
            assert.ok(objects === whole || said.length > 5, `${said.length} violations`);
          }
        }
      });
    }
  });

  it("changes at the level remediate what is changed without it", async () => {
    await pack.configure(at("remediate"));
    const remediate = remediation(at("remediate"));
    let changes = 0;
    for (const { objects, title } of ruleFixtures.flatMap(({ fixtures }) => fixtures)) {
      for (const one of objects.map(resource)) {
        const expected = remediate(one);
        changes += expected.length;
        // What is undefined does not travel.
        const sent = JSON.parse(JSON.stringify(expected)) as typeof expected;
        assert.deepEqual(await pack.remediate(one), sent, title);
      }
    }
    assert.ok(changes > 10, `${changes} changes`);
  });

  it("keeps the marks of secrets in what it changes, as is done without it", async () => {
    const manifest = glanceApi({ [template]: ["ReadWriteMany"], "metadata.annotations.a": "b" });
    const props = changed(manifest, { "metadata.annotations.a": secret("b") }) as Properties;
    await pack.configure(at("disabled"));
    await pack.configure(
      at("remediate").filter(({ rule }) => rule.name === "pod-disallow-shared-staging"),
    );
    const [change] = remediation(at("remediate"))(resource(manifest));
    const [over] = await pack.remediate(resource(props));
    assert.deepEqual(over?.props, withMarks(change?.props ?? {}, props));
    assert.deepEqual(over?.props, changed(glanceApi(), { "metadata.annotations.a": secret("b") }));
  });

  it("tells of one cause in one advisory for each workload", async () => {
    await pack.configure(defaultConfiguration(rules));
    const containers = ["api", "log"].map((name) => apiContainer({ name, image: "glance:30" }));
    const api = glanceApi({ "spec.template.spec.containers": containers });
    const found = await pack.analyze(resource(api));
    const own = found.filter(({ policy }) => policy === "pod-require-image-digest");
    assert.equal(own.length, 1);
    assert.match(own[0]?.message ?? "", /\. Likewise 1 more: spec\.\S+containers\[1\]\.image\.$/);
  });

  it("notes that a rule could not run on an unknown value, instead of passing it", async () => {
    await pack.configure(defaultConfiguration(rules));
    const env = [{ name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL", value: unknown }];
    const props = glanceApi({ "spec.template.spec.containers": [apiContainer({ env })] });
    const diagnostics = await pack.analyze(resource(props));
    const own = diagnostics.find(({ policy }) => policy === "statefulset-require-own-worker-url");
    assert.equal(own?.level, EnforcementLevel.ADVISORY);
    assert.match(own.message, /can't run policy 'statefulset-require-own-worker-url'/);
  });
});
