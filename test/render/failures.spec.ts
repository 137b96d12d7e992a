import assert from "node:assert/strict";

import { evaluate } from "../../render";
import type { Limits } from "../../render/program";
import {
  fixture,
  passphrase,
  stackContent,
  temporaryDirectory,
  writeFile,
  writeSeed,
} from "./support";

const directory = temporaryDirectory();
const seedFile = writeSeed(directory);

async function failure(config: object, limits?: Limits): Promise<string> {
  const name = JSON.stringify(config).replaceAll(/\W/g, "");
  const content = stackContent((encrypt) => ({
    ...config,
    password: encrypt("hunter2"),
    certificate: encrypt("first part {\n    at second part\n\nthird part\n}"),
  }));
  // Read before the evaluation first waits.
  process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
  const evaluation = evaluate({
    directory: fixture("cases"),
    stack: "dev",
    configFile: writeFile(directory, name, content),
    seedFile,
    report: () => undefined,
    limits,
  });
  delete process.env["PULUMI_CONFIG_PASSPHRASE"];
  return evaluation.then(
    () => "no failure",
    (error: Error) => error.message,
  );
}

/** Starts all jobs, three at a time, so that no test waits for another's. */
function startAll(jobs: Record<string, () => Promise<string>>): Record<string, Promise<string>> {
  const waiting: (() => Promise<void>)[] = [];
  const results = Object.entries(jobs).map(([name, job]) => [
    name,
    new Promise<string>((resolve, reject) => {
      waiting.push(() => job().then(resolve, reject));
    }),
  ]);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await next();
    }
  };
  void Promise.all([work(), work(), work()]);
  return Object.fromEntries(results) as Record<string, Promise<string>>;
}

describe("a program that cannot be evaluated fails", function () {
  this.timeout(60_000);

  const messages: Record<string, string | RegExp> = {
    endless: "The program did not end within 2 s.",
    "stack reference":
      "The program reads 'organization/other/dev' of type pulumi:pulumi:StackReference, which needs a cluster.",
    get: "The program reads 'existing' of type kubernetes:core/v1:ConfigMap, which needs a cluster.",
    chart: /^'chart' of type kubernetes:helm.sh\/v4:Chart is a remote component/,
    "error in apply":
      'The program failed: Error: error serializing property "data": cannot use [secret]',
    "multi-line secret": "The program failed: Error: cannot use [secret]",
    "config group":
      "The program calls the function 'kubernetes:yaml:decode', which needs its provider plugin.",
    "other package": "'bucket' of type aws:s3/bucket:Bucket needs its provider plugin.",
    import: /^'adopted' of type kubernetes:core\/v1:ConfigMap uses the option 'import'/,
    duplicate: /^Duplicate resource URN '.*::twice'; try giving it a unique name\.$/,
    transform: /The Pulumi CLI does not support transforms/,
    hook: /^'hooked' of type kubernetes:core\/v1:ConfigMap uses hooks at its creation, which need the Pulumi CLI\./,
    "top-level output":
      /::reader needs a value that only the deployed cluster knows, at 'data.value'/,
    "nested output": /::reader needs a value that only the deployed cluster knows, at 'data.value'/,
    asset: /::asset holds an asset, at 'data.file', which no manifest can/,
    "vanished output": /Undefined value \(vanished\) will not show as a stack output/,
    "default provider": "'thing' of type kubernetes:core/v1:ConfigMap must name its provider.",
    "no name": /^'thing' of type kubernetes:core\/v1:ConfigMap must set metadata\.name: /,
    "exit status": "The program ended with 3; its own messages say why.",
  };

  let results: Record<string, Promise<string>> = {};
  before(() => {
    results = startAll({
      ...Object.fromEntries(
        Object.keys(messages).map((name) => [name, () => failure({ case: name })]),
      ),
      endless: () => failure({ case: "endless" }, { program: 2_000 }),
    });
  });

  for (const [name, message] of Object.entries(messages)) {
    it(`in the case: ${name}`, async () => {
      const told = await results[name];
      if (typeof message === "string") {
        assert.equal(told, message);
      } else {
        assert.match(told ?? "", message);
      }
    });
  }
});
