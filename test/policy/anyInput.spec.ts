import assert from "node:assert/strict";

import fc from "fast-check";

import { validate } from "../../policy/check/findings";
import { defaultConfiguration } from "../../policy/configuration";
import { objectsOfResource } from "../../policy/model/kubernetesObject";
import { rules } from "../../policy/rules";
import { disallowSharedStaging } from "../../policy/rules/pod/disallowSharedStaging";
import { violations } from "../support/policy";
import {
  apiContainer,
  claimTemplate,
  glanceStatefulSet,
  otherWorkloads,
  statefulSet,
} from "../support/workloads";

const types = [
  statefulSet,
  `${statefulSet}Patch`,
  `${statefulSet}List`,
  "kubernetes:core/v1:List",
  "kubernetes:core/v1:PersistentVolumeClaim",
  "kubernetes:core/v1:PersistentVolume",
  ...otherWorkloads.map(([type]) => type),
];

/** What the policies of the pack report on a resource, those about a stack left out. */
function allViolations(type: string, props: unknown): string[] {
  return rules.flatMap((rule) => (rule.scope === "object" ? violations(rule, type, props) : []));
}

/** What all rules find in a resource, those about a stack in a stack of that resource alone. */
function allFindings(type: string, props: unknown): string[] {
  const resource = { type, props: props as object, name: "logical-name", urn: "urn" };
  const objects = objectsOfResource(resource);
  const findings = validate(defaultConfiguration(rules), objects);
  return findings.map(({ message }) => message);
}

/** A copy in which the value at one place, chosen by number, is another. */
function replaced(manifest: object, choice: number, value: unknown): unknown {
  const copy: unknown = structuredClone(manifest);
  const places: [parent: Record<string, unknown>, key: string][] = [];
  const visit = (node: unknown): void => {
    if (typeof node === "object" && node !== null) {
      for (const [key, child] of Object.entries(node)) {
        places.push([node as Record<string, unknown>, key]);
        visit(child);
      }
    }
  };
  visit(copy);
  const [parent, key] = places[choice % places.length] ?? assert.fail("nothing to replace");
  parent[key] = value;
  return copy;
}

const manifests = [
  glanceStatefulSet(),
  glanceStatefulSet({
    containers: [apiContainer({ env: [] })],
    volumes: [{ name: "x", ephemeral: { volumeClaimTemplate: claimTemplate(["ReadWriteMany"]) } }],
  }),
  { items: [{ kind: "StatefulSet", ...glanceStatefulSet() }] },
  ...otherWorkloads.map(([, wrap]) => wrap({ containers: [apiContainer()] })),
  { metadata: { name: "x" }, spec: { accessModes: ["ReadWriteMany"], claimRef: { name: "y" } } },
];

describe("every policy, on any input", () => {
  it("answers, and in sentences that begin with the object", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.constantFrom(...manifests),
        fc.nat(),
        fc.jsonValue(),
        (type, manifest, choice, value) => {
          for (const props of [value, replaced(manifest, choice, value)]) {
            for (const message of [...allViolations(type, props), ...allFindings(type, props)]) {
              assert.match(message, /^\w+ '[^]*': [^]+\.$/);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("names an object without a kind of its own", () => {
    for (const kind of [undefined, "", "Stateful Set"]) {
      const items = [{ ...glanceStatefulSet({ containers: [apiContainer({ env: [] })] }), kind }];
      const messages = allFindings("kubernetes:core/v1:List", { items });
      assert.ok(messages.length > 0);
      messages.forEach((message) => assert.match(message, /^Object 'glance-single-api': /));
    }
  });

  it("refuses a staging template whose access modes are anything but private", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (accessModes) => {
        const spec = { volumeClaimTemplates: [claimTemplate(accessModes)] };
        const messages = violations(
          disallowSharedStaging,
          statefulSet,
          glanceStatefulSet({}, spec),
        );
        assert.equal(messages.length, 1);
      }),
    );
  });

  it("keeps values of the environment out of its messages", () => {
    const secret = fc.string({ minLength: 8 }).map((text) => `s3cret${text}`);
    const names = fc.constantFrom("OS_DEFAULT__WORKER_SELF_REFERENCE_URL", "POD_NAME", "PASSWORD");
    const template = fc.constantFrom("", "http://", "https://admin:", "http://$(POD_NAME).");
    const entry = fc.record({ name: names, value: fc.tuple(template, secret) });
    fc.assert(
      fc.property(
        fc.constantFrom(...otherWorkloads, [
          statefulSet,
          (podSpec: Record<string, unknown>) => glanceStatefulSet(podSpec),
        ] as const),
        fc.array(entry, { maxLength: 4 }),
        ([type, wrap], entries) => {
          const env = entries.map(({ name, value }) => ({ name, value: value.join("") }));
          const container = apiContainer({ env });
          const podSpec = { initContainers: [container], containers: [container] };
          for (const message of allFindings(type, wrap(podSpec))) {
            assert.doesNotMatch(message, /s3cret/);
          }
        },
      ),
    );
  });
});
