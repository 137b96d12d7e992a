import type { Cause } from "./cause";

const tellOperator =
  "Glance could not store it, which is not the fault of the file: tell the operator, and create it again when that is mended.";

/** What is wrong with staging volumes, Ceph and database; the first that fits counts. */
export const storageCauses: readonly Cause[] = [
  {
    name: "pool-full",
    pattern: /insufficient space available|RBD (?:no space|disk quota)|\[errno (?:28|122)\]/,
    uploader: tellOperator,
    operator:
      "The Ceph pool is full or has reached its quota: `ceph df` and `ceph osd pool get-quota` show it.",
  },
  {
    name: "no-pool",
    pattern: /error opening pool '?b?'?(?<pool>[^'\s)]+)/,
    uploader: tellOperator,
    operator:
      "There is no Ceph pool {pool}: make it, or set glance:ceph.pool to the one that there is.",
  },
  {
    name: "no-permission",
    pattern:
      /RADOS permission|RBD permission|rados\.PermissionDeniedError|rados\.PermissionError|rbd\.PermissionError/,
    uploader: tellOperator,
    operator:
      "Ceph refuses Glance's client: compare its key with glance:ceph.key, and its capabilities with `profile rbd pool=<pool>`.",
  },
  {
    name: "stored-already",
    pattern: /RBD image \S+ already exists|Image \S+ already exists/,
    uploader:
      "An import that was killed has left data under its id: tell the operator, or create another image.",
    operator: "`npm run ops -- rescue --repair` removes what a killed import has left.",
  },
  {
    name: "ceph-unreachable",
    pattern:
      /Error connecting to ceph cluster|RADOS timed out|error connecting to the cluster|calling conf_read_file|Remote server where the image is present|rados\.\w+|rbd\.(?:Timeout|ConnectionShutdown)/,
    uploader: tellOperator,
    operator: "The pod does not reach Ceph: look at its monitors and at glance:ceph.monitors.",
  },
  {
    name: "store-failed",
    pattern: /Failed to store image \S+ Store Exception (?<reason>[^\n]+)/,
    uploader: tellOperator,
    operator: "Ceph failed while the image was written ({reason}): see `ceph status`.",
  },
  {
    name: "staging-full",
    pattern:
      /No space left on device|not enough disk space on the image storage media|no enough disk space|Image storage media is full/,
    uploader: "The room for uploads was full: upload it again later, or a smaller file.",
    operator:
      "A staging volume is full: `npm run ops -- staging` shows with what, docs/operations.md how volumes grow.",
  },
  {
    name: "staging-denied",
    pattern:
      /Insufficient permissions on image storage|Permission to write image storage media denied|PermissionError: \[Errno 13\]|Read-only file system/,
    uploader: tellOperator,
    operator:
      "Glance may not write to its staging volume: look at its owner and at the log of the kernel.",
  },
  {
    name: "staging-slow",
    pattern: /Operation timed out after \d+s\. Check storage health/,
    uploader: tellOperator,
    operator: "The staging volume does not answer: look at the disk of the node.",
  },
  {
    name: "size-changed",
    pattern: /Image size mismatch\. Expected (?<expected>\d+) but got (?<actual>\d+)/,
    uploader:
      "Its staged file is not as long as it was ({actual} bytes in place of {expected}): upload it again.",
    operator:
      "The file has lost its end, perhaps when its node crashed, or an earlier import has changed the size.",
  },
  {
    name: "size-mismatch",
    pattern: /Size (?:mismatch|exceeds): expected (?<expected>\d+) bytes, got (?<actual>\d+) bytes/,
    uploader: "{actual} bytes came in place of {expected}: upload it again.",
    operator: "The upload or download broke off: look at proxies on the way.",
  },
  {
    name: "staged-file-gone",
    pattern: /FileNotFoundError[^\n]*|\[Errno 2\] No such file or directory/,
    uploader: "What was uploaded is gone: upload it again.",
    operator:
      "The staged file was removed, or the volume was replaced: `npm run ops -- staging` shows what is there.",
  },
  {
    name: "database-away",
    pattern: /DBConnectionError|Lost connection to MySQL|Can't connect to MySQL|pymysql\.err\.\w+/,
    uploader: "Glance's database was away: try again.",
    operator: "The pod did not reach its database: look at that, then `npm run ops -- rescue`.",
  },
];
