import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";

const tests = join(__dirname, "..");
const modules = ["../ops/python", "../components/files", "e2e/python"];

describe("Python's own tests", () => {
  const files = readdirSync(tests, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /(^|\/)test_\w+\.py$/.test(name)).sort()) {
    it(`pass in ${file}`, () => {
      const path = [dirname(file), ...modules].map((folder) => join(tests, folder));
      const args = [join(__dirname, "run_tests.py"), basename(file, ".py")];
      const env = {
        ...process.env,
        PYTHONPATH: path.join(delimiter),
        PYTHONDONTWRITEBYTECODE: "1",
      };
      execFileSync("python3", args, { env, stdio: "pipe" });
    });
  }
});
