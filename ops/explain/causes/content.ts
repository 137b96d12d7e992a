import type { Cause } from "./cause";

const nothing = "Nothing is to be done here: Glance refuses it on purpose.";

/** What is wrong with the file; the first that fits counts. */
export const contentCauses: readonly Cause[] = [
  {
    name: "iso-as-other",
    pattern: /format inspection found: ISO/,
    uploader:
      "It was declared {declared}, but the file is an ISO: create it again with --disk-format iso.",
    operator: nothing,
  },
  {
    name: "format-mismatch",
    pattern: /Image disk_format \S+ does not match stream data (?!raw)(?<found>\w+)/,
    uploader:
      "It was declared {declared}, but the file is {found}: create it again with --disk-format {found}.",
    operator: nothing,
  },
  {
    name: "not-raw",
    pattern: /Image claimed to be raw format failed format inspection/,
    uploader:
      "It was declared raw, but the file has another format: `qemu-img info` shows it (qcow2 for most cloud images; vpc is called vhd here), and it must be created again with --disk-format and that name.",
    operator: nothing,
  },
  {
    name: "not-as-declared",
    pattern: /Image format mismatch|failed format inspection$|does not match stream data/m,
    uploader:
      "It was declared {declared}, but the file is not: create it again with the --disk-format that `qemu-img info` shows; if that says raw, it may be compressed, an archive or damaged: unpack or download it again.",
    operator: nothing,
  },
  {
    name: "backing-file",
    pattern: /Safety checks failed: \S*backing_file|has a backing file|images with backing files/,
    uploader:
      "The file needs another one, its backing file: upload the result of `qemu-img convert -O qcow2 <file> <new file>`.",
    operator: nothing,
  },
  {
    name: "data-file",
    pattern: /Safety checks failed: \S*data_file|images with data-file set/,
    uploader:
      "The file keeps its data in another one: upload the result of `qemu-img convert -O qcow2 <file> <new file>`.",
    operator: nothing,
  },
  {
    name: "unknown-features",
    pattern: /Safety checks failed: \S*unknown_features/,
    uploader:
      "The file has features of qcow2 that Glance does not know: upload the result of `qemu-img convert -O qcow2 <file> <new file>`.",
    operator: nothing,
  },
  {
    name: "partition-table",
    pattern: /(?:gpt Safety checks failed|Safety check mbr on gpt failed)[^\n]*/,
    uploader:
      "Its partition table begins with a master boot record that Glance does not accept: write a new one, with `sgdisk --mbrtogpt` for instance, or have the operator allow it.",
    operator:
      "Whoever trusts such images sets gpt_safety_checks_nonfatal = mbr in [image_format], by glance:customServiceConfig.",
  },
  {
    name: "luks",
    pattern: /luks Safety checks failed|Safety check \w+ on luks|encrypt\.key-secret|is encrypted/,
    uploader:
      "The file is encrypted, so that it cannot be converted: decrypt it with `qemu-img convert` first.",
    operator: nothing,
  },
  {
    name: "vmdk-type",
    pattern: /VMDK create-?type|VMDK file with create-type|vmdk Safety checks failed/i,
    uploader:
      "It is a kind of VMDK that is not allowed: upload the result of `qemu-img convert -O vmdk -o subformat=streamOptimized <file> <new file>`.",
    operator:
      "vmdk_allowed_types in [image_format] says which kinds are allowed; those whose data lies in other files must not be.",
  },
  {
    name: "several-formats",
    pattern: /Multiple formats detected/,
    uploader:
      "The file is of several formats at once, which could hide something: a bootable ISO is taken without --import, anything else must be converted with qemu-img first.",
    operator:
      "The conversion refuses it; a direct upload takes iso together with gpt as iso, from Glance 31 on.",
  },
  {
    name: "other-safety-check",
    pattern:
      /Safety checks failed: (?<found>[\w,]+)|disallowed configuration|Image failed safety checks/,
    uploader:
      "Glance's safety checks refuse the file: upload the result of `qemu-img convert -O qcow2 <file> <new file>`, as qcow2.",
    operator: nothing,
  },
  {
    name: "not-recognizable",
    pattern:
      /Image format detection failed|Unable to inspect image|Image format inspection failed|Content does not match any allowed format/,
    uploader:
      "Its format cannot be recognized: the file is empty, cut off or damaged; compare its checksum with that of its source, and upload it again.",
    operator: nothing,
  },
  {
    name: "conversion-volume-full",
    pattern: /qemu-img: [^\n]*No space left on device/,
    uploader:
      "The room for conversion was full: upload it again later, or an image of a smaller virtual size.",
    operator:
      "The staging volume must hold the source and the raw image: `npm run plan` says how large an image may be, docs/operations.md how volumes grow.",
  },
  {
    name: "vhd",
    pattern: /qemu-img: [^\n]*Unknown driver '(?<driver>\w+)'/,
    uploader:
      "Glance does not convert {driver}: upload the result of `qemu-img convert -O qcow2 <file> <new file>`, as qcow2.",
    operator: "qemu-img calls some formats by other names than Glance, such as vpc for vhd.",
  },
  {
    name: "qemu-img-disagrees",
    pattern: /Image metadata disagrees about format/,
    uploader:
      "qemu-img does not take the file for {declared}: create it again with the --disk-format that `qemu-img info` shows.",
    operator: nothing,
  },
  {
    name: "qemu-img-limit",
    pattern: /JSONDecodeError|Expecting value: line 1 column 1/,
    uploader:
      "qemu-img could not look at the file within its limits: upload the result of `qemu-img convert -O qcow2 <file> <new file>`.",
    operator: "Glance gives `qemu-img info` 2 seconds of CPU time and 1 GiB of memory.",
  },
  {
    name: "no-qemu-img",
    pattern:
      /No such file or directory: '?qemu-img|Failed to do (?:introspection|image conversion)/,
    uploader: "Glance could not convert it: tell the operator.",
    operator:
      "qemu-img cannot be started in the pod: docs/image.md says what the image must contain.",
  },
  {
    name: "converted-format",
    pattern: /Converted image in unexpected format|Image detected as \w+ after conversion/,
    uploader:
      "The raw content of the file is itself an image of another format, which could hide something: upload what is inside.",
    operator: nothing,
  },
  {
    name: "qemu-img",
    pattern: /qemu-img: (?<reason>[^\n\\]+)/,
    uploader:
      "qemu-img cannot convert the file ({reason}): it is cut off or damaged; try `qemu-img check`, and upload it again.",
    operator: nothing,
  },
];
