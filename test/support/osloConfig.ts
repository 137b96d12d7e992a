import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { pythonEnvironment } from "./pythonEnvironment";

const script = `
import json, sys
from oslo_config import cfg
request = json.load(sys.stdin)
conf = cfg.ConfigOpts()
for section, keys in request["options"].items():
    conf.register_opts([cfg.StrOpt(key) for key in keys], group=None if section == "DEFAULT" else section)
conf(["--config-file", request["file"]])
values = {s: {k: (conf if s == "DEFAULT" else conf[s])[k] for k in keys} for s, keys in request["options"].items()}
json.dump(values, sys.stdout)
`;

/** Makes a Python environment with the real oslo.config, once per machine; returns its Python. */
export function installOsloConfig(): string {
  return join(pythonEnvironment("oslo.config", "10.7.0"), "python3");
}

/** Reads options of a configuration file with the real oslo.config; throws where that refuses it. */
export function readWithOsloConfig(
  file: string,
  options: Record<string, string[]>,
): Record<string, Record<string, string | null>> {
  const answer = execFileSync(installOsloConfig(), ["-c", script], {
    input: JSON.stringify({ file, options }),
    stdio: ["pipe", "pipe", "pipe"],
    encoding: "utf8",
  });
  return JSON.parse(answer);
}
