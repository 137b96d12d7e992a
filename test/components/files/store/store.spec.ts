import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { storeModule } from "../../../../model/image";
import { pythonEnvironment } from "../../../support/pythonEnvironment";

const files = join(__dirname, "../../../../components/files");

describe("the store driver", () => {
  let packages: string;

  before(() => {
    packages = mkdtempSync(join(tmpdir(), "glance-store-"));
    const entryPoints = join(packages, `${storeModule}.dist-info/entry_points.txt`);
    cpSync(join(files, "entry_points.txt"), entryPoints);
  });
  after(() => rmSync(packages, { recursive: true }));

  function run(script: string): void {
    const python = join(pythonEnvironment("glance_store", "5.7.0"), "python3");
    execFileSync(python, [join(__dirname, script)], {
      env: {
        ...process.env,
        PYTHONPATH: [__dirname, files, packages].join(delimiter),
        PYTHONDONTWRITEBYTECODE: "1",
      },
      stdio: "pipe",
    });
  }

  it("stores, tells and fails as the one of glance_store that it extends", function () {
    this.timeout(300_000);
    run("compare_stores.py");
  });

  it("is several times as fast, where data are written and where there are holes", function () {
    this.timeout(300_000);
    run("time_stores.py");
  });

  it("of staged files computes no checksums, since nobody reads them", function () {
    this.timeout(300_000);
    run("stage_files.py");
  });
});
