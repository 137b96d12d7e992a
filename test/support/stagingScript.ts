import { execFileSync } from "node:child_process";

import { stagingDirectory } from "../../model/image";
import { pythonScript } from "../../ops/python";

/** What only database and API are reached with. */
const withoutLibraries = `
import sys
from unittest.mock import MagicMock
for name in ("pymysql", "sqlalchemy", "sqlalchemy.engine", "keystoneauth1", "oslo_config"):
    sys.modules[name] = MagicMock()
`;

/** Runs a script of `ops/python` that is about staged files, with another staging directory, and gives its answer. */
export function runStagingScript<T>(script: string, directory: string, ...args: string[]): T {
  const session = pythonScript("session").replace(stagingDirectory, directory);
  const input = [withoutLibraries, session, pythonScript(script)].join("\n");
  return JSON.parse(execFileSync("python3", ["-", ...args], { input, encoding: "utf8" })) as T;
}
