import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { metricsPortName } from "../../../model/image";
import { exposedNames } from "./exposedNames";
import { metricNames } from "./promql";

const directory = join(__dirname, "../../../docs/monitoring");
const read = (name: string) => readFileSync(join(directory, name), "utf8");

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

interface Panel {
  title: string;
  type: string;
  datasource: object;
  targets: { datasource: object; expr: string }[];
  fieldConfig: {
    defaults: {
      unit?: string;
      decimals?: number;
      custom?: { axisSoftMax?: number };
      thresholds?: { steps: { color: string; value: number | null }[] };
    };
  };
  options: { legend?: { displayMode: string; placement: string } };
}

const groups: { rules: Rule[] }[] = parse(read("prometheus-rule.yaml")).spec.groups;
const rules = groups.flatMap((group) => group.rules);
const dashboard: { panels: Panel[]; templating: { list: { name: string }[] } } = JSON.parse(
  read("dashboard.json"),
);

/** Expressions of the panels, for a namespace as Grafana would put it in. */
const expressions = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }): [panel: string, expression: string] => [
    title,
    expr.replaceAll("$namespace", "openstack"),
  ]),
);

/** What Prometheus itself records of every scrape, and what the pods show. */
const known = ["up", ...exposedNames];

const unknownNames = (expression: string) =>
  metricNames(expression).filter((name) => !known.includes(name));

describe("the names of metrics in an expression", () => {
  it("are found in every selector", () => {
    assert.deepEqual(metricNames('max by (pod) (a{b="c"}) / on (pod) d or a'), ["a", "d"]);
  });

  it("are not found in what is no PromQL", () => {
    assert.throws(() => metricNames("max(a >"), /Not PromQL/);
  });

  it("are noticed when no pod shows such a metric", () => {
    assert.deepEqual(unknownNames("glance_staged_files > glance_staged_file"), [
      "glance_staged_file",
    ]);
  });
});

describe("the rules for Prometheus", () => {
  it("are four alerts that use metrics of the pods", () => {
    assert.deepEqual(
      rules.map(({ alert }) => alert),
      ["GlanceStagingNearlyFull", "GlanceImageStuck", "GlancePodNotWorking", "GlanceNotScraped"],
    );
    for (const { alert, expr } of rules) {
      assert.deepEqual(unknownNames(expr), [], alert);
    }
  });

  it("say what is wrong and what to do", () => {
    for (const { alert, annotations, labels } of rules) {
      assert.ok(annotations.summary, alert);
      assert.match(annotations.description, /npm run ops -- (staging|rescue)/, alert);
      assert.match(labels.severity, /^(warning|critical)$/, alert);
    }
  });
});

describe("the dashboard", () => {
  it("uses metrics of the pods", () => {
    for (const [panel, expression] of expressions) {
      assert.deepEqual(unknownNames(expression), [], panel);
    }
  });

  it("shows every metric of the pods", () => {
    const shown = new Set(expressions.flatMap(([, expression]) => metricNames(expression)));
    assert.deepEqual([...shown].sort(), [...known].sort());
  });

  it("counts as stuck what the alert fires for, in red above zero", () => {
    const stuck = dashboard.panels.filter(({ title }) => title === "Images stuck");
    const { expr = "" } = rules.find(({ alert }) => alert === "GlanceImageStuck") ?? {};
    assert.equal(expr, "max by (namespace, status) (glance_images_stuck) > 0");
    assert.deepEqual(
      stuck.map(({ targets }) => targets[0]?.expr),
      [
        'sum(max by (status) (min_over_time(glance_images_stuck{namespace="$namespace"}[5m])))',
        'max by (status) (min_over_time(glance_images_stuck{namespace="$namespace"}[5m]))',
      ],
    );
    assert.deepEqual(stuck[0]?.fieldConfig.defaults.thresholds?.steps, [
      { color: "green", value: null },
      { color: "red", value: 1 },
    ]);
  });

  it("has whole numbers at the axes of counts, and legends that are not cut", () => {
    const series = dashboard.panels.filter(({ type }) => type === "timeseries");
    for (const { title, fieldConfig, options } of series) {
      const { unit, decimals, custom } = fieldConfig.defaults;
      if (unit === "short") {
        assert.deepEqual([decimals, custom?.axisSoftMax], [0, 4], title);
      }
      // Below the lines, Grafana gives a legend a third of the panel, and so room for two of six pods.
      assert.deepEqual(
        [options.legend?.displayMode, options.legend?.placement],
        ["table", "right"],
        title,
      );
    }
  });

  it("takes its data from the source that the reader chooses", () => {
    const variables = dashboard.templating.list.map(({ name }) => name);
    assert.deepEqual(variables, ["datasource", "namespace"]);
    for (const { title, datasource, targets } of dashboard.panels) {
      for (const one of [{ datasource }, ...targets]) {
        assert.deepEqual(one.datasource, { type: "prometheus", uid: "${datasource}" }, title);
      }
    }
  });
});

describe("the ServiceMonitor", () => {
  it("finds the port of the metrics by the labels of the Services", () => {
    const { kind, spec } = parse(read("service-monitor.yaml"));
    assert.equal(kind, "ServiceMonitor");
    assert.deepEqual(spec.selector, { matchLabels: { "app.kubernetes.io/name": "glance" } });
    assert.deepEqual(
      spec.endpoints.map(({ port }: { port: string }) => port),
      [metricsPortName],
    );
    assert.equal(spec.jobLabel, "app.kubernetes.io/name");
  });
});
