import { join } from "node:path";

import { Bench } from "tinybench";

import { checkStack } from "../../policy/check";
import { defaultConfiguration } from "../../policy/configuration";
import { objectsOfDocument } from "../../policy/model/kubernetesObject";
import { Stack } from "../../policy/model/stack";
import { defaultSettings, type Rule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { evaluate } from "../../render";
import { PolicyPackProcess } from "../support/policyPack";
import { makeStack } from "./stack";

const root = join(__dirname, "../..");
const sizes = [10, 1000, 10_000];

/** Measures what the rules cost per resource, and what they add to the evaluation of a stack. */
export async function benchPolicy(): Promise<void> {
  await benchRules();
  await benchStart(join(root, "policy"));
  await benchEvaluation();
}

async function benchRules(): Promise<void> {
  const stacks = sizes.map((size) => makeStack(size));
  const costs = new Map<string, number[]>();
  for (const stack of stacks) {
    const objects = stack.flatMap((manifest) => objectsOfDocument(manifest, "bench"));
    // At least 0.1 s and five rounds for each rule.
    const bench = new Bench({ time: 100, iterations: 5, warmupTime: 20, warmupIterations: 2 });
    bench.add("reading the objects", () => stack.flatMap((one) => objectsOfDocument(one, "bench")));
    for (const rule of rules) {
      const settings = defaultSettings(rule);
      bench.add(rule.name, () => validate(rule, objects, settings));
    }
    await bench.run();
    for (const { name, result } of bench.tasks) {
      if (result.state !== "completed") {
        throw new Error(`${name} could not be measured: ${result.state}.`);
      }
      const microseconds = (result.latency.p50 * 1000) / stack.length;
      costs.set(name, [...(costs.get(name) ?? []), microseconds]);
    }
  }
  console.log("Microseconds per resource, median\n");
  printRow("resources in the stack", sizes.map(String));
  for (const [name, numbers] of costs) {
    printRow(
      name,
      numbers.map((number) => number.toFixed(2)),
    );
  }
  const sums = sizes.map((_, index) =>
    [...costs.values()].reduce((sum, numbers) => sum + (numbers[index] ?? 0), 0),
  );
  printRow(
    "all",
    sums.map((sum) => sum.toFixed(1)),
  );
}

function validate(rule: Rule, objects: Stack["objects"], settings: object): number {
  return rule.scope === "stack"
    ? rule.validate(new Stack(objects), settings).length
    : objects.reduce((sum, object) => sum + rule.validate(object, settings).length, 0);
}

async function benchStart(directory: string): Promise<void> {
  const seconds = await repeat(5, async () => {
    const pack = await PolicyPackProcess.start(directory);
    await pack.stop();
  });
  console.log(`\nStart of the pack: ${seconds.toFixed(2)} s, median of 5`);
}

async function benchEvaluation(): Promise<void> {
  const options = {
    directory: root,
    stack: "dev",
    configFile: join(root, "test/fixtures/Pulumi.test.yaml"),
    report: () => undefined,
  };
  const without = await repeat(9, () => evaluate(options));
  const guarded = await repeat(9, () => checkStack(defaultConfiguration(rules), options));
  const added = ((guarded - without) / without) * 100;
  console.log(
    `Evaluation of a stack: ${without.toFixed(2)} s, with all rules ${guarded.toFixed(2)} s: ` +
      `they add ${added.toFixed(0)} %, medians of 9`,
  );
}

/** Median of the seconds that a task takes. */
async function repeat(times: number, task: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < times; round++) {
    const started = performance.now();
    await task();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(times / 2)] ?? NaN;
}

function printRow(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(48) + cells.map((cell) => cell.padStart(12)).join(""));
}
