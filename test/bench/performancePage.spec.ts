import assert from "node:assert/strict";

import { withChapter } from "./performancePage";

describe("docs/performance.md", () => {
  const page = "# Performance\n\n## Imports\n\nSlow.\n\n## Size\n\nSmall.\n";

  it("gets a new chapter at its end", () => {
    assert.equal(withChapter(page, "Commands", "Fast."), `${page}\n## Commands\n\nFast.\n`);
    assert.equal(withChapter("# Performance\n", "Size", "a"), "# Performance\n\n## Size\n\na\n");
  });

  it("keeps the other chapters where one is written again", () => {
    const imports = page.replace("Slow.", "Fast.");
    assert.equal(withChapter(page, "Imports", "Fast.\n"), imports);
  });
});
