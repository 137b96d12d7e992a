import assert from "node:assert/strict";

import { pipEnvironment } from "../../lab/images/pipSettings";

describe("the user's settings of pip", () => {
  it("become variables, the later file over the earlier and the environment over both", () => {
    const system = "[global]\nindex-url = https://one.test/simple\ntimeout = 5\n";
    const user = "[install]\nindex-url = https://two.test/simple\n";
    assert.deepEqual(pipEnvironment([system, user], { PIP_TIMEOUT: "9" }), {
      PIP_INDEX_URL: "https://two.test/simple",
      PIP_TIMEOUT: "9",
    });
  });

  it("leave out what changes where or how packages are installed", () => {
    const text = "[global]\ntarget = /elsewhere\nuser = true\n";
    assert.deepEqual(pipEnvironment([text], { PIP_REQUIRE_VIRTUALENV: "1", HOME: "/x" }), {});
  });

  it("may be missing altogether", () => {
    assert.deepEqual(pipEnvironment([], {}), {});
    assert.deepEqual(pipEnvironment([""], {}), {});
  });
});
