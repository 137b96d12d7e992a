import type { ImportFigures } from "./importChapters";

const bars = [
  { key: "floor", label: "floor", colour: "#8b949e" },
  { key: "ours", label: "ours", colour: "#2da44e" },
  { key: "stock", label: "stock", colour: "#d29922" },
] as const;
const width = 760;
const left = 60;
const right = 80;
const barHeight = 18;
const titleHeight = 26;
const groupHeight = titleHeight + bars.length * (barHeight + 4) + 14;

/** The figures of docs/performance.md as a picture (SVG): bars of each image, the longest of it in full length. */
export function performanceChart(figures: readonly ImportFigures[]): string {
  const groups = figures.map((one, index) => group(one, index * groupHeight));
  // Legible on white and on black.
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${figures.length * groupHeight}" font-family="sans-serif" font-size="13" fill="#768390">
${groups.join("\n")}
</svg>
`;
}

function group(figures: ImportFigures, top: number): string {
  const longest = Math.max(...bars.map(({ key }) => figures[key]));
  const lines = bars.map(({ key, label, colour }, index) => {
    const y = top + titleHeight + index * (barHeight + 4);
    const length = Math.round((figures[key] / longest) * (width - left - right));
    const middle = y + barHeight - 5;
    return `  <text x="0" y="${middle}">${label}</text>
  <rect x="${left}" y="${y}" width="${length}" height="${barHeight}" fill="${colour}"/>
  <text x="${left + length + 6}" y="${middle}">${figures[key].toFixed(1)} s</text>`;
  });
  return [`  <text x="0" y="${top + 16}" font-weight="bold">${figures.name}</text>`, ...lines].join(
    "\n",
  );
}
