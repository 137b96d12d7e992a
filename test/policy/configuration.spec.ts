import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import {
  configurationFileOf,
  configurationOf,
  defaultConfiguration,
  parseConfiguration,
  readConfiguration,
} from "../../policy/configuration";
import { rules } from "../../policy/rules";
import { temporaryDirectory, writeFile } from "../render/support";
import { plainRules } from "./check/support";

const root = join(__dirname, "../..");

/** Level and settings of each rule. */
function configured(config: unknown, text = JSON.stringify(config)) {
  return Object.fromEntries(
    parseConfiguration(text, "rules.json", plainRules).map(({ rule, level, settings }) => [
      rule.name,
      { level, ...settings },
    ]),
  );
}

function refuses(config: unknown, message: string, text?: string): void {
  assert.throws(() => configured(config, text), { message: `rules.json: ${message}` });
}

describe("the configuration of the rules", () => {
  it("is that of the rules themselves when nothing is given", () => {
    const expected = {
      "thing-require-one": { level: "advisory" },
      "thing-disallow-color": { level: "mandatory", color: "red" },
    };
    assert.deepEqual(configured({}), expected);
    assert.deepEqual(readConfiguration(undefined, plainRules), [
      { rule: plainRules[0], level: "advisory", settings: {} },
      { rule: plainRules[1], level: "mandatory", settings: { color: "red" } },
    ]);
  });

  it("sets the level, and settings of which others keep their defaults", () => {
    assert.deepEqual(
      configured({
        "thing-require-one": "remediate",
        "thing-disallow-color": { enforcementLevel: "advisory", color: "green" },
      }),
      {
        "thing-require-one": { level: "remediate" },
        "thing-disallow-color": { level: "advisory", color: "green" },
      },
    );
  });

  it("gives the level of all to the rules that have none of their own", () => {
    for (const all of ["disabled", { enforcementLevel: "disabled" }]) {
      assert.deepEqual(configured({ all, "thing-disallow-color": { color: "green" } }), {
        "thing-require-one": { level: "disabled" },
        "thing-disallow-color": { level: "disabled", color: "green" },
      });
      const { "thing-require-one": one } = configured({ all, "thing-require-one": "mandatory" });
      assert.equal(one?.level, "mandatory");
    }
  });

  it("refuses a rule that does not exist, and names the nearest", () => {
    refuses(
      { "thing-require-on": "advisory" },
      "there is no rule 'thing-require-on'; write 'thing-require-one'.",
    );
    refuses({ al: "advisory" }, "there is no rule 'al'; write 'all'.");
    refuses(undefined, "there is no rule '__proto__'; write 'all'.", '{"__proto__": "advisory"}');
  });

  it("refuses a setting that does not exist, and names the nearest", () => {
    refuses(
      { "thing-disallow-color": { colour: "green" } },
      "the rule 'thing-disallow-color' has no setting 'colour'; write 'color'.",
    );
    refuses(
      { "thing-require-one": { color: "green" } },
      "the rule 'thing-require-one' has no settings; leave 'color' out.",
    );
    refuses(
      { all: { enforcementLevel: "advisory", color: "green" } },
      "'all' takes a level alone; write 'color' under the name of a rule.",
    );
  });

  it("refuses a setting of another type", () => {
    refuses(
      { "thing-disallow-color": { color: ["green"] } },
      "the rule 'thing-disallow-color' is configured wrongly at 'color': " +
        "Invalid input: expected string, received array.",
    );
    refuses(
      { "thing-disallow-color": { color: null } },
      "the rule 'thing-disallow-color' is configured wrongly at 'color': " +
        "Invalid input: expected string, received null.",
    );
  });

  it("refuses a level that does not exist", () => {
    const levels = "must be one of advisory, mandatory, remediate, disabled.";
    refuses({ all: "off" }, `the level 'off' of 'all' ${levels}`);
    refuses({ "thing-require-one": "warn" }, `the level 'warn' of 'thing-require-one' ${levels}`);
    refuses(
      { "thing-require-one": { enforcementLevel: "constructor" } },
      `the level 'constructor' of 'thing-require-one' ${levels}`,
    );
  });

  it("refuses an entry that is neither a level nor an object", () => {
    for (const entry of [null, 1, true, ["advisory"], { enforcementLevel: 1 }]) {
      refuses(
        { "thing-require-one": entry },
        "'thing-require-one' must be a level, or an object with a level as enforcementLevel and settings.",
      );
    }
  });

  it("refuses what is no JSON object, with the line where Node tells it", () => {
    const example = 'such as { "pod-require-statefulset": "advisory" }.';
    for (const config of [null, [], "advisory", 1]) {
      refuses(config, `this is no JSON object; write one ${example}`);
    }
    refuses(
      undefined,
      `this is not JSON from line 3 on; write an object ${example}`,
      '{\n"all":\n"x',
    );
    refuses(undefined, `this is not JSON; write an object ${example}`, "");
  });

  it("refuses a file that cannot be read", () => {
    const directory = temporaryDirectory();
    const missing = join(directory, "missing.json");
    const read = (file: string) => () => readConfiguration(file, plainRules);
    assert.throws(read(missing), {
      message: `${missing} cannot be read: it does not exist; name one that does.`,
    });
    assert.throws(read(directory), {
      message: `${directory} cannot be read: it is a directory; name a file.`,
    });
    const file = writeFile(directory, "off.json", '{ "all": "off" }');
    assert.throws(read(file), {
      message: new RegExp(`^${file}: the level 'off' of 'all' must be`),
    });
  });
});

const folder = join(root, "policy/config");

describe("the configuration files of the project", () => {
  for (const file of readdirSync(folder)) {
    it(`are valid: ${file}`, () => {
      assert.ok(readConfiguration(join(folder, file), rules).length > 0);
    });
  }

  it("change no more than they say", () => {
    const changes = (file: string) =>
      readConfiguration(join(folder, file), rules)
        .filter(({ rule, level }) => rule.level !== level)
        .map(({ rule, level }) => `${rule.name}: ${level}`);
    assert.deepEqual(changes("dev.json"), ["pod-require-image-digest: disabled"]);
    assert.deepEqual(changes("prod.json"), [
      "statefulset-require-host-spread: mandatory",
      "pod-require-image-digest: mandatory",
    ]);
  });
});

/** Modules that a module loads, directly or not. */
function modulesOf(start: string, isLoaded: (statement: string) => boolean): string[] {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) {
      return;
    }
    seen.add(file);
    const statements = readFileSync(file, "utf8").matchAll(
      /^(?:import|export) [^;]* from "(.+)";$/gm,
    );
    for (const [statement, name = ""] of statements) {
      const path = resolve(dirname(file), name);
      if (isLoaded(statement) && name.startsWith(".")) {
        visit(existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts"));
      } else if (isLoaded(statement)) {
        seen.add(name);
      }
    }
  };
  visit(join(root, start));
  return [...seen].map((name) => (name.startsWith("/") ? relative(root, name) : name));
}

describe("the configuration of a stack", () => {
  const levelOf = (stack: string) =>
    configurationOf(stack, rules).find(({ rule }) => rule.name === "pod-require-image-digest")
      ?.level;

  it("is the file of its name, else what the rules say themselves", () => {
    assert.equal(levelOf("prod"), "mandatory");
    assert.equal(levelOf("organization/glance/prod"), "mandatory");
    assert.equal(levelOf("dev"), "disabled");
    assert.deepEqual(configurationOf("test", rules), defaultConfiguration(rules));
  });

  it("is found from any working directory", () => {
    assert.equal(configurationFileOf("prod"), "policy/config/prod.json");
    const home = process.cwd();
    process.chdir(temporaryDirectory());
    try {
      assert.equal(levelOf("prod"), "mandatory");
      assert.equal(resolve(configurationFileOf("prod") ?? ""), join(folder, "prod.json"));
    } finally {
      process.chdir(home);
    }
  });

  it("never is a file of another folder", () => {
    assert.ok(existsSync(join(folder, "../package.json")));
    for (const stack of ["../package", "a/../../package", join(root, "package"), "..", "", "/"]) {
      assert.equal(configurationFileOf(stack), undefined);
    }
  });

  it("loads no rules and no policy pack, so that the program can read it", () => {
    const isValue = (statement: string) => !statement.startsWith("import type ");
    const modules = modulesOf("policy/configuration.ts", isValue);
    assert.ok(modules.includes("policy/rule.ts"));
    assert.deepEqual(
      modules.filter((name) => /^@pulumi\/policy|^(policy\/(rules|model)|render)\//.test(name)),
      [],
    );
  });
});

describe("the policy pack", () => {
  it("loads nothing that only the commands need", () => {
    const names = modulesOf("policy/index.ts", () => true);
    assert.ok(names.includes("policy/rules/pod/requireStatefulset.ts"));
    const foreign =
      /^(zod|fastest-levenshtein|commander)$|^render\/|^policy\/(check|documentation)/;
    assert.deepEqual(
      names.filter((name) => foreign.test(name)),
      [],
    );
  });
});
