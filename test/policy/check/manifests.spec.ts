import assert from "node:assert/strict";

import { parseManifests } from "../../../policy/check/manifests";
import { nameOf } from "../../../policy/model/kubernetesObject";
import { documents, thing } from "./support";

const parse = (text: string) => parseManifests(text, "f.yaml");
const names = (text: string) => parse(text).flatMap(({ objects }) => objects.map(nameOf));

function refuses(text: string, line: number, message: string): void {
  assert.throws(() => parse(text), { message: `f.yaml:${line}: ${message}.` });
}

describe("manifests in files", () => {
  const list = { apiVersion: "v1", kind: "List", items: [thing("a", "red"), thing("b", "red")] };
  const workflow = (manifest: string, action = "apply") => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "w" },
    spec: { templates: [{ name: "t", resource: { action, manifest } }] },
  });

  it("are documents of YAML, of which empty ones are skipped", () => {
    const text = `# first\n---\n\n---\n${documents(thing("a", "red"))}---\nnull\n...\n${documents(thing("b", "red"))}`;
    assert.deepEqual(names(text), ["a", "b"]);
    assert.deepEqual(names(""), []);
    for (const empty of [
      "---\n",
      "---\n# Source: glance/templates/hpa.yaml\n",
      "---\n\n---\n# b\n",
    ]) {
      const around = documents(thing("a", "red")) + empty + documents(thing("b", "red"));
      assert.deepEqual(names(around), ["a", "b"], empty);
    }
  });

  it("are JSON, however it is laid out", () => {
    for (const indent of [undefined, 4, "\t"]) {
      assert.deepEqual(names(JSON.stringify(list, undefined, indent)), ["a", "b"]);
    }
    assert.deepEqual(
      names('{"apiVersion":"v1","kind":"X","metadata":{"name":"\\ud83d\\ude00\\/"}}'),
      ["😀/"],
    );
  });

  it("are JSON objects that follow each other, as jq prints them", () => {
    const [a, b] = [thing("a{", 'r"}{'), thing("b", "red")];
    for (const [indent, between] of [
      [undefined, "\n"],
      [undefined, ""],
      [2, "\n"],
    ] as const) {
      const text = [a, b].map((one) => JSON.stringify(one, undefined, indent)).join(between);
      assert.deepEqual(names(text), ["a{", "b"]);
    }
    const message = "this is no Kubernetes object; give it apiVersion and kind, or remove it";
    refuses(`${JSON.stringify(a, undefined, 2)}\n${JSON.stringify({ kind: "X" })}`, 11, message);
  });

  it("are items of lists, also of lists in lists and of typed ones", () => {
    const nested = { apiVersion: "v1", kind: "List", items: [list, thing("c", "red")] };
    assert.deepEqual(names(documents(nested)), ["a", "b", "c"]);
    const typed = { apiVersion: "v1", kind: "ThingList", items: [{ metadata: { name: "d" } }] };
    assert.deepEqual(names(documents(typed)), ["d"]);
    assert.deepEqual(names("apiVersion: v1\nkind: List\n"), []);
  });

  it("are carried by other objects, however deep", () => {
    const work = {
      apiVersion: "work.open-cluster-management.io/v1",
      kind: "ManifestWork",
      metadata: { name: "w" },
      spec: { workload: { manifests: [thing("a", "red")] } },
    };
    const template = {
      apiVersion: "template.openshift.io/v1",
      kind: "Template",
      metadata: { name: "t" },
      objects: [work, thing("b", "red")],
    };
    assert.deepEqual(names(documents(template)), ["t", "w", "a", "b"]);
    const listWithMetadata = { ...list, metadata: { resourceVersion: "" } };
    assert.deepEqual(names(documents({ ...template, objects: [listWithMetadata] })), [
      "t",
      "a",
      "b",
    ]);
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "s" },
      spec: {
        template: { spec: { containers: [{ name: "c" }] } },
        volumeClaimTemplates: [
          { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "c" } },
        ],
      },
    };
    assert.deepEqual(names(documents(set)), ["s"]);
  });

  it("are not those of which a part is enough to change or delete others", () => {
    for (const [action, carried] of [
      ["apply", ["w", "a"]],
      ["create", ["w", "a"]],
      ["patch", ["w"]],
      ["delete", ["w"]],
      ["{{inputs.parameters.action}}", ["w", "a"]],
    ] as const) {
      assert.deepEqual(names(documents(workflow(documents(thing("a", "red")), action))), carried);
    }
    const kyverno = {
      apiVersion: "kyverno.io/v1",
      kind: "ClusterPolicy",
      metadata: { name: "p" },
      spec: { rules: [{ mutate: { patchStrategicMerge: thing("a", "red") } }] },
    };
    assert.deepEqual(names(documents(kyverno)), ["p"]);
    const sensor = (operation: string) => ({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Sensor",
      metadata: { name: "s" },
      spec: {
        triggers: [{ template: { k8s: { operation, source: { resource: thing("a", "red") } } } }],
      },
    });
    assert.deepEqual(names(documents(sensor("patch"))), ["s"]);
    assert.deepEqual(names(documents(sensor("create"))), ["s", "a"]);
    const observer = (...managementPolicies: string[]) => ({
      apiVersion: "kubernetes.crossplane.io/v1alpha2",
      kind: "Object",
      metadata: { name: "o" },
      spec: { managementPolicies, forProvider: { manifest: thing("a", "red") } },
    });
    assert.deepEqual(names(documents(observer("Observe"))), ["o"]);
    assert.deepEqual(names(documents(observer("Observe", "Create"))), ["o", "a"]);
  });

  it("are not those that a policy of Open Cluster Management forbids", () => {
    const compliance = (complianceType: string) => ({
      apiVersion: "policy.open-cluster-management.io/v1",
      kind: "ConfigurationPolicy",
      metadata: { name: "p" },
      spec: {
        "object-templates": [{ complianceType, objectDefinition: thing("a", "red") }],
      },
    });
    assert.deepEqual(names(documents(compliance("MustNotHave"))), ["p"]);
    assert.deepEqual(names(documents(compliance("musthave"))), ["p", "a"]);
    const stray = { ...thing("a", "red"), complianceType: "mustnothave" };
    assert.deepEqual(names(documents({ ...list, items: [stray] })), ["a"]);
  });

  it("are carried by templates of Argo as texts", () => {
    const text = documents(workflow(documents(thing("a", "red"), thing("b", "red"))));
    assert.deepEqual(names(text), ["w", "a", "b"]);
    const [, a] = parse(text)[0]?.objects ?? [];
    assert.match(a?.manifest.path ?? "", /^spec\.templates\[0\]\.resource\.manifest/);
    const dated = { ...thing("a", "red"), since: "2026-01-01", at: "22:30" };
    const [, found] =
      parse(documents(workflow(documents(dated).replaceAll('"', ""))))[0]?.objects ?? [];
    assert.equal(found?.manifest.at("since").text, "2026-01-01");
    assert.equal(found.manifest.at("at").text, "22:30");
    for (const other of ["kind: {{inputs.parameters.kind}}", "a: 1", "- [", "text", ""]) {
      assert.deepEqual(names(documents(workflow(other))), ["w"]);
    }
  });

  it("may begin with a byte order mark and have line ends of Windows", () => {
    assert.deepEqual(names(`\ufeff${documents(list).replaceAll("\n", "\r\n")}`), ["a", "b"]);
  });

  it("mean what they mean to kubectl", () => {
    const [document] = parse(
      "apiVersion: v1\nkind: X\nbase: &base { on: yes, no: 2 }\nspec:\n" +
        "  <<: *base\n  date: 2026-01-01\n  time: 1:30\n  mode: 0777\n  tagged: !!str 5\n",
    );
    const spec = document?.objects[0]?.manifest.at("spec");
    assert.equal(spec?.at("true").boolean, true);
    assert.equal(spec?.at("false").number, 2);
    assert.equal(spec?.at("date").text, "2026-01-01");
    assert.equal(spec?.at("time").text, "1:30");
    assert.equal(spec?.at("mode").number, 0o777);
    assert.equal(spec?.at("tagged").text, "5");
  });

  it("are found again by their origin", () => {
    const parsed = parse(documents(list, thing("c", "red")));
    assert.deepEqual(
      parsed.map(({ origin }) => origin),
      ["f.yaml#0", "f.yaml#1"],
    );
    for (const { origin, objects } of parsed) {
      objects.forEach((object) => assert.equal(object.origin, origin));
    }
  });
});

describe("a field of a manifest in a file", () => {
  const text = `apiVersion: v1
kind: List
base: &base
  color: red
items:
- apiVersion: v1
  kind: Thing
  spec: *base
- apiVersion: v1
  kind: Thing
  spec:
    <<: *base
    "size": 1
`;
  const at = (...keys: (string | number)[]) => {
    const position = parse(text)[0]?.positionOf(keys);
    return [position?.line, position?.column];
  };

  it("has a line and a column", () => {
    assert.deepEqual(at(), [1, 1]);
    assert.deepEqual(at("kind"), [2, 1]);
    assert.deepEqual(at("items", 0), [6, 3]);
    assert.deepEqual(at("items", 1, "spec", "size"), [13, 5]);
  });

  it("is found through an alias", () => {
    assert.deepEqual(at("items", 0, "spec", "color"), [4, 3]);
  });

  it("is shown at its nearest parent when it is missing", () => {
    assert.deepEqual(at("metadata", "name"), [1, 1]);
    assert.deepEqual(at("items", 1, "spec", "color"), [11, 3]);
    assert.deepEqual(at("items", 7, "spec"), [5, 1]);
    assert.deepEqual(at("kind", "x", 0), [2, 1]);
    assert.deepEqual(at("items", "0"), [5, 1]);
  });
});

describe("a file that cannot be validated", () => {
  it("is refused where its YAML is wrong", () => {
    refuses("a: 1\n\tb: 2\n", 2, "this is not YAML: a tab cannot indent; write spaces");
    refuses(
      "a: b: c\n",
      1,
      "this is not YAML: this text holds a colon or a line break where a key is expected; quote it",
    );
    refuses(
      "a:\n  b: 1\n c: 1\n",
      3,
      "this is not YAML: this line is indented wrongly, or a bracket before it is not closed; align it",
    );
    refuses(
      'a: "b\n',
      2,
      "this is not YAML: a colon, comma, quote or bracket is missing here; write it",
    );
    refuses(
      "a: @b\n",
      1,
      "this is not YAML: this text begins with a character that YAML reserves; quote it",
    );
    refuses(
      "a: 1\n}\n",
      2,
      "this is not YAML: this does not belong here; check the brackets and quotes before it",
    );
    refuses(
      'a: "\\q"\n',
      1,
      "this is not YAML: this text holds an unknown escape; write \\\\ for a backslash",
    );
    refuses(
      "apiVersion: v1\nkind: X\n---\na: [\n",
      5,
      "this is not YAML: this line is indented wrongly, or a bracket before it is not closed; align it",
    );
  });

  it("is refused where a key stands twice", () => {
    refuses(
      "kind: A\nspec:\n  a: 1\n  b: 2\n  a: 3\n",
      5,
      "this key stands here twice; remove one",
    );
    refuses('{\n"kind": 1,\n"kind": 2}', 3, "this key stands here twice; remove one");
  });

  it("is refused where an alias stands for nothing", () => {
    refuses("a: 1\nb: *x\n", 2, "this alias has no anchor before it; write what it stands for");
    refuses("a: *x\nb: &x 1\n", 1, "this alias has no anchor before it; write what it stands for");
    refuses(
      "a: &x\n  b: *x\n",
      2,
      "this alias stands inside its own anchor; write what it stands for",
    );
    refuses("<<: 1\n", 1, "a merge key (<<) here names no object; name one");
  });

  it("is refused for an alias bomb, also one of empty lists", () => {
    for (const seed of ["{}", "text", "[a, b]", "{ a: b }"]) {
      const levels = Array.from({ length: 9 }, (_, level) => {
        const aliases = Array(10).fill(`*x${level}`).join(", ");
        return `x${level + 1}: &x${level + 1} [${aliases}]\n`;
      });
      const bomb = `apiVersion: v1\nkind: List\nx0: &x0 ${seed}\n${levels.join("")}items: *x9\n`;
      const started = Date.now();
      assert.throws(() => parse(bomb), {
        message: /^f\.yaml:[78]: aliases stand for too much up to here; write it out\.$/,
      });
      assert.ok(Date.now() - started < 5000);
    }
  });

  it("is not refused for one anchor that thousands of objects use", () => {
    const objects = Array(3000).fill("- { apiVersion: v1, kind: X, metadata: *m }\n").join("");
    const text = `apiVersion: v1\nkind: List\nm: &m { name: a }\nitems:\n${objects}`;
    assert.equal(names(text).length, 3000);
  });

  it("is refused when it is nested too deeply", () => {
    const message = /^f\.yaml:\d: this is not YAML: this is nested too deeply; flatten it\.$/;
    const lists = '{"apiVersion":"v1","kind":"List","items":['.repeat(5000) + "]}".repeat(5000);
    for (const text of [`a:\n  ${"[".repeat(50_000)}${"]".repeat(50_000)}`, lists]) {
      assert.throws(() => parse(text), { message });
    }
  });

  it("is refused where a tool makes the objects from it", () => {
    const kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
    const notYet = "this is no object of a cluster yet; give what kubectl kustomize makes of it";
    refuses(kustomization, 2, notYet);
    for (const [apiVersion, kind, tool] of [
      ["argoproj.io/v1alpha1", "Application", "argocd app manifests"],
      ["argoproj.io/v1alpha1", "ApplicationSet", "argocd appset generate"],
      ["helm.crossplane.io/v1beta1", "Release", "helm template"],
    ] as const) {
      refuses(
        `apiVersion: ${apiVersion}\nkind: ${kind}\n`,
        2,
        `this is no object of a cluster yet; give what ${tool} makes of it`,
      );
      assert.equal(parse(`apiVersion: app.k8s.io/v1beta1\nkind: ${kind}\n`).length, 1);
    }
    const helm = "this is a Helm template; give what helm template makes of it";
    for (const text of ["{{ .Values.a }}", "{{- if .Release.x }}", '{{ include "a" . }}']) {
      refuses(`apiVersion: v1\nkind: X\nspec:\n  a: '${text}'\n`, 4, helm);
    }
    assert.equal(parse("apiVersion: v1\nkind: X\na: '{{ $labels.pod }}'\n").length, 1);
    refuses(
      "apiVersion: template.openshift.io/v1\nkind: Template\nparameters: [{ name: A }]\nobjects: [{ a: '${{A}}' }]\n",
      1,
      "this Template has parameters; give what oc process --local makes of it",
    );
  });

  it("is refused where the API server takes no such object, also of one in a list or a Template", () => {
    const set = { apiVersion: "apps/v1", kind: "StatefulSet", spec: { replicas: "9" } };
    const message = "the API server takes no such number of replicas; write a whole number";
    refuses(documents(set), 5, message);
    refuses(documents({ apiVersion: "v1", kind: "List", items: [set] }), 8, message);
    const template = {
      apiVersion: "v1",
      kind: "Template",
      objects: [{ ...set, metadata: { a: 1 } }],
    };
    refuses(documents(template), 8, message);
    refuses(
      "apiVersion: v1\nkind: PodList\nitems:\n- a\n",
      4,
      "this is no Kubernetes object; write one, or remove it",
    );
  });

  it("is refused where it holds no Kubernetes object", () => {
    const foreign = "this is no Kubernetes object; give it apiVersion and kind, or remove it";
    refuses(`${documents(thing("a", "red"))}---\n# values of a chart\nreplicas: 3\n`, 10, foreign);
    for (const text of [
      "a",
      "1",
      "- kind: X",
      "kind: X",
      "apiVersion: v1",
      "{apiVersion: v1, kind: 5}",
      '{apiVersion: "", kind: X}',
    ]) {
      refuses(text, 1, foreign);
    }
    const list = "apiVersion: v1\nkind: List\nitems:\n";
    refuses(`${list}- apiVersion: v1\n  kind: X\n- null\n`, 6, foreign);
    refuses(`${list}- kind: List\n  apiVersion: v1\n  items: [{}]\n`, 6, foreign);
    refuses(`${list}  a: 1\n`, 3, "the items of a List must be a list; write one");
  });
});
