import assert from "node:assert/strict";

import {
  type PackageSource,
  parseConfiguration,
  parseSources,
  sourcesList,
} from "../../lab/rootfs/apt";

describe("apt's configuration", () => {
  const output = `http://mirror.test/debian/ bookworm main
http://mirror.test/debian/ bookworm-updates main
`;
  const noLists = () => assert.fail("no list is named");

  it("names the sources of packages, one per line", () => {
    assert.deepEqual(parseSources(output, noLists), [
      { uri: "http://mirror.test/debian/", codename: "bookworm", component: "main" },
      { uri: "http://mirror.test/debian/", codename: "bookworm-updates", component: "main" },
    ]);
  });

  it("ignores a line without a component", () => {
    assert.deepEqual(parseSources("http://mirror.test/flat/ ./\n\n", noLists), []);
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
    assert.deepEqual(parseConfiguration(dump), [
      'Acquire::http::Proxy "http://proxy.test:3128";',
      'Acquire::http::Proxy-Auto-Detect "/usr/bin/find-proxy";',
      'Acquire::https::CaInfo "/etc/ssl/private-ca.pem";',
      'Acquire::Check-Valid-Until "false";',
    ]);
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
        [{ uri: "https://one.test/debian", codename: "bookworm", component: "main" }],
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
  });
});

describe("the sources of the lab's Debian", () => {
  const from = (...sources: [uri: string, codename: string][]) =>
    sourcesList(
      sources.map(([uri, codename]): PackageSource => ({ uri, codename, component: "main" })),
      "bookworm",
      "/keys.gpg",
    );

  it("are those of the host where it has the release, each checked with Debian's keys", () => {
    assert.deepEqual(
      from(
        ["http://one.test/debian/", "bookworm"],
        ["http://one.test/debian/", "bookworm-updates"],
        ["http://two.test/security/", "bookworm-security"],
      ),
      [
        "deb [signed-by=/keys.gpg] http://one.test/debian/ bookworm main",
        "deb [signed-by=/keys.gpg] http://one.test/debian/ bookworm-updates main",
        "deb [signed-by=/keys.gpg] http://two.test/security/ bookworm-security main",
      ],
    );
  });

  it("are the mirrors of another release, with the lab's in its place", () => {
    assert.deepEqual(
      from(["http://one.test/debian/", "trixie"], ["http://two.test/security/", "trixie-security"]),
      [
        "deb [signed-by=/keys.gpg] http://one.test/debian/ bookworm main",
        "deb [signed-by=/keys.gpg] http://two.test/security/ bookworm-security main",
      ],
    );
  });

  it("are of one release of the host only, the lab's own if it has that, and never backports", () => {
    const sources: [string, string][] = [
      ["http://three.test/debian/", "sid"],
      ["http://two.test/debian/", "bookworm-backports"],
      ["http://one.test/debian/", "bookworm"],
    ];
    assert.deepEqual(from(...sources), [
      "deb [signed-by=/keys.gpg] http://one.test/debian/ bookworm main",
    ]);
    assert.deepEqual(
      from(["http://one.test/debian/", "trixie"], ["http://two.test/debian/", "sid"]),
      ["deb [signed-by=/keys.gpg] http://one.test/debian/ bookworm main"],
    );
  });

  it("have the backports where somebody wants them, once", () => {
    const sources: PackageSource[] = ["trixie", "trixie-updates"].map((codename) => ({
      uri: "http://one.test/debian/",
      codename,
      component: "main",
    }));
    assert.deepEqual(
      sourcesList(sources, "trixie", "/keys.gpg", true).map((line) => line.split(" ")[3]),
      ["trixie", "trixie-backports", "trixie-updates"],
    );
  });

  it("are left to mmdebstrap where the host has no source of Debian", () => {
    assert.deepEqual(from(), []);
  });
});
