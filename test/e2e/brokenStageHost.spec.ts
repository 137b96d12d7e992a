import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { apiPort, httpdDirectory, python } from "../../model/image";
import { openStack } from "../../ops/stack";
import { runInPod } from "../../ops/glance/pods";
import { inPod, makeStackFile, npm, pythonInPod, stack } from "./stack";

const pod = "glance-internal-api-0";
/** The file of Glance that the patches change, within the folder of its packages. */
const source = "glance/api/v2/images.py";
/** Where its patched copy is in the pod: the Glance of the pod does not read it. */
const patchedFile = "/tmp/patchedImages.py";

const upstream = join(__dirname, "../../docs/upstream");
const patches = readdirSync(upstream)
  .filter((name) => name.endsWith(".patch"))
  .sort()
  .map((name) => join(upstream, name));

/** The text of the file after all patches. */
async function patched(text: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "glance-"));
  try {
    const path = join(directory, source);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
    await execa("git", ["apply", `--include=${source}`, ...patches], { cwd: directory });
    return readFileSync(path, "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("a stage host that refuses a request or is away", () => {
  let answers: any[];

  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
    const packages = `$(${python} -c 'import glance; print(glance.__path__[0])')/..`;
    const find = `cat "${packages}/${source}"`;
    const write = ["sh", "-c", `cat > ${patchedFile}`];
    const text = await patched(await inPod(pod, "sh", "-c", find));
    await runInPod(openStack(stack).cluster, pod, write, text);
    answers = await pythonInPod(pod, "broken_stage_host", apiPort, patchedFile, httpdDirectory);
  });
  after(() => inPod(pod, "rm", "-f", patchedFile));

  const answersTo = (name: string) => {
    const { installed, patched } = answers.find(({ call }) => call === name);
    return { installed, patched };
  };

  it("makes Glance 33 answer 500 instead of its refusal, and the patched one pass it on", () => {
    assert.deepEqual(answersTo("delete, refused"), { installed: 500, patched: 403 });
  });

  it("makes Glance 33 answer 500 to an import, and the patched one say that it is away", () => {
    assert.deepEqual(answersTo("import, unreachable"), { installed: 500, patched: 504 });
  });

  it("keeps Glance 33 from deleting the image, and not the patched one", () => {
    assert.deepEqual(answersTo("delete, unreachable"), { installed: 500, patched: 204 });
    assert.deepEqual(answersTo("show"), { installed: 404, patched: 404 });
  });

  it("is named in the log of the patched one, without the token of the client", () => {
    assert.deepEqual(answers.at(-1), { logged: true, token: false });
  });
});
