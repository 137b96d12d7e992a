import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { virtualEnvironment } from "../../components/uwsgiIni.js";
import { clusterOf } from "../../ops/cluster.js";
import { runInPod } from "../../ops/glancePods.js";
import { inPod, makeStackFile, namespace, npm, pythonInPod, stack } from "./stack.js";

const pod = "glance-internal-api-0";
const patch = join(
  __dirname,
  "../../docs/upstream/0001-Translate-keystoneauth-errors-of-proxied-requests.patch",
);
/** The file of Glance that the patch cures, within the folder of its packages. */
const source = "glance/api/v2/images.py";
/** Where its patched copy is in the pod: Glance itself does not read it. */
const patched = "/tmp/patchedImages.py";

/** The text of a file after the part of the patch that is about it. */
async function applyPatch(text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "glance-"));
  try {
    const file = join(directory, source);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await execa("git", ["apply", `--include=${source}`, patch], { cwd: directory });
    return await readFile(file, "utf8");
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe("a stage host that fails", () => {
  let cases: any[];

  /** What comes of each request, with a version of Glance and a state of the stage host. */
  const outcomes = (version: string, stageHost: string) =>
    Object.fromEntries(
      cases
        .filter((one) => one.version === version && one.stageHost === stageHost)
        .map(({ request, outcome }) => [request, outcome]),
    );

  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);

    const path = `${virtualEnvironment}/lib/python3*/site-packages/${source}`;
    const text = `${await inPod(pod, "sh", "-c", `cat ${path}`)}\n`;
    const command = ["sh", "-c", `cat >${patched}`];
    await runInPod(clusterOf(stack), namespace, pod, command, await applyPatch(text));
    cases = await pythonInPod(pod, "brokenStageHost", patched);
  });

  after(() => inPod(pod, "rm", "-f", patched));

  it("makes Glance answer 500 when it is away", () => {
    const unexpected = {
      answer: 500,
      raises: "keystoneauth1.exceptions.connection.ConnectFailure",
    };
    assert.deepEqual(outcomes("installed", "away"), { import: unexpected, delete: unexpected });
  });

  it("makes Glance answer 500 whatever error it answers itself", () => {
    const unexpected = { answer: 500, raises: "keystoneauth1.exceptions.http.Conflict" };
    assert.deepEqual(outcomes("installed", "conflict"), { import: unexpected, delete: unexpected });
  });

  it("lets a patched Glance refuse an import and delete by itself when it is away", () => {
    assert.deepEqual(outcomes("patched", "away"), {
      import: { answer: 504, text: "Stage host is unavailable" },
      delete: { deletesLocally: true },
    });
  });

  it("lets a patched Glance pass its errors on", () => {
    const mirrored = { answer: 409, text: "" };
    assert.deepEqual(outcomes("patched", "conflict"), { import: mirrored, delete: mirrored });
  });
});
