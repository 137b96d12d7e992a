import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { imageExitCode } from "../../model/image";

const script = readFileSync(join(__dirname, "../../components/files/start_httpd.sh"), "utf8");

describe("the start of Apache", () => {
  let image: string;
  beforeEach(() => {
    image = mkdtempSync(join(tmpdir(), "image-"));
    mkdirSync(join(image, "bin"));
  });
  afterEach(() => rmSync(image, { recursive: true }));

  /** Runs the script as in an image with these programs and modules. */
  function start(programs: string[], modules?: string) {
    for (const name of programs) {
      writeFileSync(join(image, "bin", name), `#!/bin/sh\necho ${name} "$@"\n`);
      chmodSync(join(image, "bin", name), 0o755);
    }
    if (modules !== undefined) {
      mkdirSync(join(image, modules), { recursive: true });
      writeFileSync(join(image, modules, "mod_proxy_http.so"), "");
    }
    const text = script.replaceAll(/(?<= )\/usr\/(?=\S+\/modules)/g, `${image}/usr/`);
    const options = { env: { PATH: join(image, "bin") }, encoding: "utf8" } as const;
    return spawnSync("/bin/sh", ["-c", text, "sh", "httpd.conf"], options);
  }

  for (const [program, modules] of [
    ["apache2", "usr/lib/apache2/modules"],
    ["httpd", "usr/lib64/httpd/modules"],
    ["httpd", "usr/local/apache2/modules"],
  ] as const) {
    it(`finds ${program} with the modules in /${modules}`, () => {
      const { stdout, status } = start([program], modules);
      const expected = `${program} -DFOREGROUND -C Define MODULES ${image}/${modules} -f httpd.conf\n`;
      assert.deepEqual([stdout, status], [expected, 0]);
    });
  }

  it("is refused in an image without Apache, with the key that helps", () => {
    const { stderr, status } = start([]);
    assert.equal(status, imageExitCode);
    assert.match(
      stderr,
      /^The image does not fit: it has no apache2 or httpd on PATH; set glance:httpdImage .*\.\n$/,
    );
  });

  it("is refused in an image whose Apache cannot be a proxy", () => {
    const { stderr, status } = start(["httpd"]);
    assert.equal(status, imageExitCode);
    assert.match(stderr, /^The image does not fit: it has no module proxy_http of Apache in /);
  });
});
