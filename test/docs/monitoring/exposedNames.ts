import { readFileSync } from "node:fs";
import { join } from "node:path";

import { metricsModule } from "../../../model/image";

const module = join(__dirname, `../../../components/files/${metricsModule}.py`);

/** Names of the metrics that every pod shows, as its module has them; the end-to-end test asks the pods. */
export const exposedNames: readonly string[] = [
  ...readFileSync(module, "utf8").matchAll(/GaugeMetricFamily\(\s*"(\w+)"/g),
].map(([, name]) => name ?? "");
