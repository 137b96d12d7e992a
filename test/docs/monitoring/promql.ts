import { parser } from "@prometheus-io/lezer-promql";

/**
 * Names of the metrics in an expression, each once.
 *
 * @throws Error for what is no PromQL.
 */
export function metricNames(expression: string): string[] {
  const names = new Set<string>();
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        throw new Error(`Not PromQL at character ${from}: ${expression}`);
      }
      if (type.is("VectorSelector")) {
        names.add(/^\w+/.exec(expression.slice(from, to))?.[0] ?? "");
      }
    },
  });
  return [...names];
}
