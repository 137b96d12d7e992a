import { markdownTable } from "markdown-table";

/** What became of a file that was uploaded and imported, as `import_formats.py` prints it. */
export interface ImportedFile {
  place: number;
  name: string;
  declared: string;
  image: string | null;
  status: string | null;
  /** Status of the answer that was no success. */
  answer: number | null;
  stored: string | null;
}

/** The text of docs/formats.md, with the files in this order. */
export function formatsDocument(
  files: readonly (ImportedFile & { explanation: string | undefined })[],
): string {
  const rows = files.map(({ name, declared, status, answer, stored, explanation }) => [
    name,
    declared,
    resultOf(status, stored),
    answer === null ? (explanation ?? "") : `The answer is ${answer}.`,
  ]);
  const table = markdownTable([
    ["File", "Declared as", "What becomes of it", "What `npm run ops -- explain` says"],
    ...rows,
  ]);
  return `# Formats

What Glance does with files of all formats when they are uploaded and imported with the plugin image_conversion, which stores
everything but ISOs as raw. "Its content" is what \`qemu-img convert -O raw\` makes of the file; the bytes in Ceph are compared with it.

What is accepted need not be of use. Glance does not notice that a qcow2 is cut off behind its header (what is missing becomes zeros), nor that
what was declared raw is cut off, compressed or an archive: it is stored as it is. Compare checksums before you upload, and unpack files; or have
Glance unpack gzip with \`glance:imagePlugins: [image_decompression, image_conversion]\`, as in the last rows.

Made by \`FORMATS=write npm run e2e -- formats\`; without \`FORMATS=write\` it says whether this table is still true.

${table}
`;
}

function resultOf(status: string | null, stored: string | null): string {
  if (status === "active") {
    return `accepted; stored as ${stored}`;
  }
  return status === "importing" ? "refused, but left importing until it is rescued" : "refused";
}
