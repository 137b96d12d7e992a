import type { Cause } from "./cause";

/** What else stops an import; the first that fits counts. */
export const processingCauses: readonly Cause[] = [
  {
    name: "lock-lost",
    pattern: /holds the lock; Aborting|lost its lock during execution|Task was aborted externally/,
    uploader: "Another import of the same image took over: look at what became of that.",
    operator:
      "An import without progress can be taken over after an hour: see why this one was so slow.",
  },
  {
    name: "deleted-meanwhile",
    pattern: /Image has been deleted, aborting|could not be found after upload/,
    uploader: "It was deleted while it was imported.",
    operator: "Nothing is to be done here.",
  },
  {
    name: "quota",
    pattern: /is over limit of|exceeds the storage quota|413 Request Entity Too Large/,
    uploader: "The project's quota for images is used up: delete some, or ask for more.",
    operator:
      "Keystone's limits image_size_total, image_stage_total, image_count_total and image_count_uploading decide it.",
  },
  {
    name: "size-cap",
    pattern: /ImageSizeLimitExceeded|image is too large/,
    uploader: "The file is larger than this cloud allows.",
    operator: "image_size_cap says how large an image may be.",
  },
  {
    name: "decompression",
    pattern:
      /BadGzipFile|BadZipFile|zlib\.error|Compressed file ended before|Archive contains more than one file|No lhafile available/,
    uploader:
      "It could not be decompressed: it is damaged, or an archive of several files; upload the image itself.",
    operator:
      "The plugin image_decompression takes gzip and zip with one file; lha needs the Python package lhafile.",
  },
  {
    name: "signature",
    pattern: /[Ss]ignature verification failed|uploaded data is different from current/,
    uploader:
      "The data does not match signature or checksum that the image has: correct these, or the file.",
    operator: "Nothing is to be done here.",
  },
  {
    name: "no-copy",
    pattern: /Image not found in any configured store/,
    uploader: "What should be copied is in no store any more: create it again.",
    operator: "The locations of the image name data that is gone: see `rbd ls` of the pool.",
  },
  {
    name: "identity-away",
    pattern: /keystoneauth1\.exceptions|Failed to initialize oslo_limit|NotAuthenticated/,
    uploader: "Glance could not check the rights of its caller: try again.",
    operator: "Keystone was away, a token had expired, or [oslo_limit] is not complete.",
  },
  {
    name: "configuration",
    pattern:
      /not configured properly|BadTaskConfiguration|BadStoreConfiguration|Adding images to (?:this )?store is disabled/,
    uploader: "Glance is not configured as it must be: tell the operator.",
    operator:
      "`npm run ops -- config` shows the configuration, `npm run policy -- check` what is wrong with it.",
  },
];
