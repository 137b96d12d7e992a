import assert from "node:assert/strict";

import { goInstallation } from "../../lab/go";

describe("the way to Go", () => {
  const line = (version: string, suite: string) =>
    ` golang-go | ${version.padStart(18)} | http://mirror.test/debian ${suite}/main amd64 Packages`;

  it("is the package of the release where that is new enough", () => {
    assert.equal(goInstallation(line("2:1.24~2", "trixie"), "trixie"), "apt-get install golang-go");
    assert.equal(
      goInstallation(line("2:1.22~2build1", "noble-updates"), "noble"),
      "apt-get install golang-go",
    );
  });

  it("is the package of the backports where the release has an old one", () => {
    const versions = [line("2:1.23~2~bpo12+1", "bookworm-backports"), line("2:1.19~1", "bookworm")];
    assert.equal(
      goInstallation(versions.join("\n"), "bookworm"),
      "apt-get install --target-release bookworm-backports golang-go",
    );
  });

  it("begins with the backports where apt does not know them, and takes no other release", () => {
    const versions = [line("2:1.19~1", "bookworm"), line("2:1.27~1", "sid")];
    assert.equal(
      goInstallation(versions.join("\n"), "bookworm"),
      "echo deb http://mirror.test/debian bookworm-backports main >/etc/apt/sources.list.d/backports.list && " +
        "apt-get update && apt-get install --target-release bookworm-backports golang-go",
    );
  });
});
