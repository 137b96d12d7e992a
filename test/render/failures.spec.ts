import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { evaluate } from "../../render";
import type { Limits } from "../../render/limits";
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

async function failure(
  config: object,
  policyPack?: string,
  limits?: Partial<Limits>,
): Promise<string> {
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
    policyPack,
    report: () => undefined,
    limits,
  });
  delete process.env["PULUMI_CONFIG_PASSPHRASE"];
  return evaluation.then(
    () => "no failure",
    (error: Error) => error.message,
  );
}

function writePack(name: string, code: string): string {
  const pack = join(directory, name);
  mkdirSync(pack);
  symlinkSync(join(__dirname, "../../node_modules"), join(pack, "node_modules"));
  writeFile(pack, "PulumiPolicy.yaml", { runtime: "nodejs" });
  writeFile(pack, "package.json", JSON.stringify({ version: "0.1.0", main: "index.js" }));
  writeFile(pack, "index.js", code);
  return pack;
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
    "exit status": "The program ended with 3; its own messages say why.",
  };
  const disabled = { "pulumi:disable-default-providers": ["*"] };

  let results: Record<string, Promise<string>> = {};
  before(() => {
    results = startAll({
      ...Object.fromEntries(
        Object.keys(messages).map((name) => [name, () => failure({ case: name })]),
      ),
      endless: () => failure({ case: "endless" }, undefined, { program: 2_000 }),
      disabled: () => failure({ case: "fine", ...disabled }),
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

  it("in the engine's words when default providers are disabled", async () => {
    assert.equal(
      await results["disabled"],
      "Default provider for 'kubernetes' disabled. 'urn:pulumi:dev::cases::kubernetes:core/v1:" +
        "ConfigMap::fine' must use an explicit provider.",
    );
  });
});

describe("a policy pack that cannot be used fails the run", function () {
  this.timeout(60_000);

  const packOf = (name: string, policy: string) => `
      const { PolicyPack } = require("@pulumi/policy");
      const policy = { name: "${name}", description: "Fails.", enforcementLevel: "mandatory" };
      new PolicyPack("${name}", { policies: [{ ...policy, ${policy} }] });`;

  // Plain JavaScript, which the runner need not compile.
  const packs: Record<string, string> = {
    hangs: "setInterval(() => undefined, 1000);",
    prints: 'console.log("hello");',
    exits: "process.exit(4);",
    throws: packOf(
      "broken",
      `
      enforcementLevel: "advisory", validateResource: () => { throw new Error("cannot judge"); }`,
    ),
    "cannot remediate": packOf(
      "changing",
      `
      enforcementLevel: "remediate",
      remediateResource: ({ props }) => void \`\${props.data?.value}\`,`,
    ),
    "cannot run on an unknown value": packOf(
      "reading",
      `
      validateResource: ({ props }) => void \`\${props.data?.value}\``,
    ),
    "does not answer": packOf(
      "waiting",
      `
      validateResource: () => new Promise((resolve) => setTimeout(resolve, 60_000))`,
    ),
    "reads what a cluster fills in": packOf(
      "looking",
      `
      validateStack: ({ resources }, report) =>
        resources
          .filter(({ type }) => type === "kubernetes:core/v1:Service")
          .forEach(({ props }) => report(\`The status is \${props.status}.\`))`,
    ),
  };
  const messages: Record<string, RegExp> = {
    hangs: /^The policy pack .* did not start within 2 s\.$/,
    prints: /^The policy pack .* must not print a line before its port\.$/,
    exits: /^The policy pack .* ended with 4\.$/,
    throws: /^The policy pack failed: .*policy 'broken'.*:\nError: cannot judge/,
    "cannot remediate": /::reader: can't run remediation 'changing'/,
    "cannot run on an unknown value":
      /^The policy pack forbids this program:\n\[mandatory\] reading .*::reader: can't run policy/,
    "does not answer": /The policy pack did not answer within 2 s\./,
    "reads what a cluster fills in": /\[mandatory\] looking: .*The status is undefined\./,
  };

  let results: Record<string, Promise<string>> = {};
  before(() => {
    results = startAll(
      Object.fromEntries(
        Object.keys(packs).map((pack) => [
          pack,
          () =>
            failure({ case: "nested output", pack }, writePack(pack, packs[pack] ?? ""), {
              policyStart: pack === "hangs" ? 2_000 : 60_000,
              policyCall: pack === "does not answer" ? 2_000 : 60_000,
            }),
        ]),
      ),
    );
  });

  for (const [name, message] of Object.entries(messages)) {
    it(`when it ${name}`, async () => {
      assert.match((await results[name]) ?? "", message);
    });
  }

  it("when it is none", async () => {
    assert.match(await failure({ case: "fine" }, directory), /no policy pack: it has no Pulumi/);
  });
});
