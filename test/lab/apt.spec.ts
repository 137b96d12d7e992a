import assert from "node:assert/strict";

import { mirrorOf, parseConfiguration, parseSources, sourcesList } from "../../lab/rootfs/apt";

describe("apt's configuration", () => {
  const output = `http://mirror.test/debian/ bookworm main
http://mirror.test/debian/ bookworm-updates main
`;
  const noLists = () => assert.fail("no list is named");

  it("names the sources of packages, one per line", () => {
    assert.deepEqual(parseSources(output, noLists), [
      { uri: "http://mirror.test/debian/", suite: "bookworm", component: "main" },
      { uri: "http://mirror.test/debian/", suite: "bookworm-updates", component: "main" },
    ]);
  });

  it("ignores a line without a component", () => {
    assert.deepEqual(parseSources("http://mirror.test/flat/ ./\n\n", noLists), []);
  });

  it("becomes a sources.list again", () => {
    assert.equal(
      sourcesList(parseSources(output, noLists)),
      "deb http://mirror.test/debian/ bookworm main\ndeb http://mirror.test/debian/ bookworm-updates main\n",
    );
  });

  it("has a mirror for the release but not for its updates alone", () => {
    const sources = parseSources(output, noLists);
    assert.equal(mirrorOf(sources, "bookworm"), "http://mirror.test/debian/");
    assert.throws(
      () => mirrorOf(sources.slice(1), "bookworm"),
      /Debian bookworm.*sources\.list\.d/,
    );
  });

  it("keeps what decides about downloads and leaves the rest of the host alone", () => {
    const dump = `APT::Architecture "amd64";
Acquire "";
Acquire::http "";
Acquire::http::Proxy "http://proxy.test:3128";
Acquire::http::Proxy-Auto-Detect "/usr/bin/find-proxy";
Acquire::https::CaInfo "/etc/ssl/private-ca.pem";
Acquire::Check-Valid-Until "false";
Acquire::Languages "";
Acquire::Languages:: "none";
DPkg::Post-Invoke:: "rm -rf /var/cache";
`;
    assert.deepEqual(parseConfiguration(dump), {
      configuration: `Acquire::http::Proxy "http://proxy.test:3128";
Acquire::https::CaInfo "/etc/ssl/private-ca.pem";
Acquire::Check-Valid-Until "false";
`,
      files: ["/etc/ssl/private-ca.pem"],
      proxies: { http_proxy: "http://proxy.test:3128" },
    });
  });

  it("takes the first mirror of a list, with or without slashes after the method", () => {
    const lists: Record<string, string> = {
      "/etc/apt/mirrors/debian.list":
        "# nearest\nftp://old.test/\nhttps://one.test/debian\tpriority:1\nhttp://two.test/debian\n",
    };
    const list = "/etc/apt/mirrors/debian.list";
    for (const uri of [`mirror+file:${list}/`, `mirror+file://${list}`]) {
      assert.deepEqual(
        parseSources(`${uri} bookworm main`, (file) => lists[file] ?? ""),
        [{ uri: "https://one.test/debian", suite: "bookworm", component: "main" }],
      );
    }
  });

  it("leaves out what is reached neither by http nor by https", () => {
    const uris = ["cdrom://disc/", "file:/srv/debian/", "mirror+file:/empty.list/"];
    const lines = uris.map((uri) => `${uri} bookworm main\n`).join("");
    assert.deepEqual(
      parseSources(lines, () => ""),
      [],
    );
    assert.throws(() => mirrorOf([], "bookworm"), /no http or https source/);
  });

  it("needs no proxy variable where apt goes straight", () => {
    assert.deepEqual(parseConfiguration('Acquire::http::Proxy "DIRECT";\n').proxies, {});
  });
});
