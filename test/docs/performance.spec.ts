import assert from "node:assert/strict";

import { performanceChart } from "../bench/performanceChart";
import { importChapter, uploadChapter } from "../bench/importChapters";

const figures = {
  ...{ name: "1 GiB", floor: 2, checksums: 1.5, ours: 4, stock: 8 },
  ...{ oursMemory: 300, stockMemory: 400, stage: 3, stageUwsgi: 2.5, copy: 2 },
};

describe("docs/performance.md", () => {
  const text = importChapter([figures], { processors: 2, load: 0.5 }) + uploadChapter([figures]);
  const lines = text.split("\n");
  const rows = lines
    .filter((line) => line.startsWith("| 1 GiB"))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  it("compares imports with the floor and with Glance's own driver", () => {
    const [row = []] = rows;
    assert.deepEqual(row.slice(1, -1), [
      ...["1 GiB", "2.0 s", "1.5 s", "4.0 s", "8.0 s"],
      ...["2.0 x", "2.0 x", "300 / 400 MiB"],
    ]);
  });

  it("compares uploads with a copy", () => {
    const [, row = []] = rows;
    assert.deepEqual(row.slice(1, -1), ["1 GiB", "3.00 s", "2.50 s", "2.00 s", "1.5 x", "1.3 x"]);
  });

  it("says how busy the machine was", () => {
    assert.match(lines.join(" "), /2 processors .* load of the machine was 0\.5/);
  });

  it("shows each in a bar, the longest in full length", () => {
    const chart = performanceChart([figures]);
    const lengths = [...chart.matchAll(/<rect .*width="(\d+)"/g)].map(([, length]) =>
      Number(length),
    );
    assert.deepEqual(lengths, [155, 310, 620]);
    assert.match(chart, />1 GiB<.*>floor<.*>2\.0 s<.*>ours<.*>4\.0 s<.*>stock<.*>8\.0 s</s);
  });
});
