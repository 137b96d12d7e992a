import assert from "node:assert/strict";

import { Cluster } from "../../components/cluster";
import { built, kubeconfig } from "../../lab/paths";
import { waitUntil } from "../../lab/wait";
import { admissionPolicies } from "../../policy/admission";
import { defaultSettings, type ObjectRule } from "../../policy/rule";
import { ApiServer } from "../support/apiServer";
import type { Fixture, Manifest } from "../policy/fixtures/fixture";
import { ruleFixtures } from "../policy/fixtures";
import { npm } from "./stack";

const cluster = new Cluster("default", { program: `${built.bin}/kubectl`, kubeconfig });
/** Namespace of the objects in the fixtures. */
const fixtureNamespace = "fixtures";
const policyKinds = "validatingadmissionpolicies,validatingadmissionpolicybindings";

/** A rule under some settings, and the fixtures that are for it. */
interface Variant {
  rule: ObjectRule;
  /** A namespace of its own: the API server shows only 4 KiB of warnings of a request. */
  namespace: string;
  /** Name of its admission policy. */
  policy: string;
  settings: Record<string, unknown>;
  fixtures: Fixture[];
}

const variants = ruleFixtures.flatMap(({ rule, fixtures: all }): Variant[] => {
  if (rule.scope !== "object") {
    return [];
  }
  const fixtures = all.filter(({ isValid }) => isValid);
  const settings = new Map(fixtures.map((one) => [JSON.stringify(one.settings), one.settings]));
  return [...settings].map(([key, value], index) => ({
    rule,
    namespace: `${rule.name}-${index}`,
    policy: `glance.${rule.name}-${index}.${rule.name}`,
    settings: value,
    fixtures: fixtures.filter((one) => JSON.stringify(one.settings) === key),
  }));
});

/** The policy of a variant; it warns, so that it shows its verdict of every object. */
function policiesOf({ rule, namespace, settings }: Variant): object[] {
  const all = { ...defaultSettings(rule), ...settings };
  const configuration = [{ rule, level: "advisory" as const, settings: all }];
  return admissionPolicies(configuration, namespace).flatMap(({ policy, binding }) => [
    policy,
    binding,
  ]);
}

const apply = (...items: object[]) =>
  cluster.kubectl(["apply", "--server-side", "-f", "-"], {
    input: JSON.stringify({ apiVersion: "v1", kind: "List", items }),
  });

describe("the API server of the lab, with the rules as admission policies", () => {
  let server: ApiServer;

  before(async () => {
    await npm("lab", "up");
    server = new ApiServer(kubeconfig);
    await apply(
      ...variants.map(({ namespace }) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: namespace },
      })),
    );
    await apply(...variants.flatMap(policiesOf));
  });

  after(async () => {
    await cluster.kubectl(["delete", policyKinds, "-l", "app.kubernetes.io/part-of=glance"]);
    await cluster.kubectl(["delete", "namespaces", ...variants.map((one) => one.namespace)]);
  });

  /** Whether the policy accepts an object; every object of a fixture is one that Kubernetes itself accepts. */
  async function accepts({ policy, namespace }: Variant, manifest: Manifest): Promise<boolean> {
    const text = JSON.stringify(manifest).replaceAll(fixtureNamespace, namespace);
    const { status, warnings, body } = await server.createDry(JSON.parse(text));
    assert.equal(status, 201, JSON.stringify(body));
    return !warnings.some((text) => text.includes(`ValidatingAdmissionPolicy '${policy}' with`));
  }

  for (const variant of variants) {
    const { policy, fixtures } = variant;
    it(`gives the verdicts of ${policy}`, async () => {
      const [object] = fixtures.find(({ isAccepted }) => !isAccepted)?.objects ?? [];
      if (object !== undefined) {
        const isInForce = async () => !(await accepts(variant, object));
        await waitUntil(`The policy ${policy} was not in force`, 20, isInForce);
      }
      for (const { title, isAccepted, objects } of fixtures) {
        const verdicts = await Promise.all(objects.map((object) => accepts(variant, object)));
        assert.equal(verdicts.every(Boolean), isAccepted, title);
      }
    });
  }

  it("finds no fault with the types of the expressions", async () => {
    const text = await cluster.kubectl(["get", "validatingadmissionpolicies", "-o", "json"]);
    for (const { metadata, status } of JSON.parse(text).items) {
      assert.deepEqual(status?.typeChecking?.expressionWarnings ?? [], [], metadata.name);
    }
  });
});
