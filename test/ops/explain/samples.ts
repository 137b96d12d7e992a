/** Messages of Glance 30 to 33, by the cause that they tell of. */
export const contentSamples: Record<string, string> = {
  "iso-as-other": "Image claimed to be raw format but format inspection found: ISO",
  "format-mismatch": "InvalidImageData: Image disk_format raw does not match stream data qcow2",
  "not-raw": "Image claimed to be raw format failed format inspection",
  "not-as-declared": "RuntimeError: Image format mismatch",
  "backing-file": "qcow2 Safety checks failed: backing_file",
  "data-file": "qcow2 Safety checks failed: data_file",
  "unknown-features": "qcow2 Safety checks failed: unknown_features",
  "partition-table": "gpt Safety checks failed: mbr",
  luks: "RuntimeError: qemu-img: Could not open 'x': Parameter 'encrypt.key-secret' is required for cipher",
  "vmdk-type":
    "Refusing to process VMDK file with create-type of 'monolithicFlat' which is not in allowed set of: streamOptimized",
  "several-formats": "Image failed format inspection: Multiple formats detected: iso,gpt",
  "other-safety-check": "RuntimeError: Image has disallowed configuration",
  "not-recognizable": "RuntimeError: Image format detection failed",
  "conversion-volume-full":
    "RuntimeError: qemu-img: error while writing at byte 0: No space left on device",
  vhd: "RuntimeError: qemu-img: Could not open 'x': Unknown driver 'vhd'",
  "qemu-img-disagrees": "RuntimeError: Image metadata disagrees about format",
  "qemu-img-limit": "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
  "no-qemu-img":
    "Failed to do introspection as part of image conversion for x: [Errno 2] No such file or directory: 'qemu-img'",
  "converted-format": "Image detected as vmdk after conversion to raw",
  "qemu-img": "RuntimeError: qemu-img: Could not open 'x': Image is corrupt",
};

export const storageSamples: Record<string, string> = {
  "pool-full": "Failed to store image x insufficient space available",
  "no-pool": "rados.ObjectNotFound: [errno 2] RADOS object not found (error opening pool 'images')",
  "no-permission":
    "rados.PermissionDeniedError: [errno 13] RADOS permission denied (error connecting to the cluster)",
  "stored-already": "glance_store.exceptions.Duplicate: RBD image x already exists",
  "ceph-unreachable": "Error connecting to ceph cluster.",
  "store-failed": "Failed to store image x Store Exception [errno 5] RBD I/O error",
  "staging-full":
    "Image storage media is full: There is not enough disk space on the image storage media.",
  "staging-denied": "PermissionError: [Errno 13] Permission denied: 'x'",
  "staging-slow": "Operation timed out after 60s. Check storage health and connectivity.",
  "size-changed": "Task t: Image size mismatch. Expected 20 but got 10",
  "size-mismatch": "Size mismatch: expected 20 bytes, got 10 bytes",
  "staged-file-gone": "FileNotFoundError: [Errno 2] No such file or directory: 'x'",
  "database-away":
    "oslo_db.exception.DBConnectionError: (pymysql.err.OperationalError) (2003, 'x')",
};

export const downloadSamples: Record<string, string> = {
  filtered: "URI does not pass filtering: http://127.0.0.1/x",
  "http-status": "Task t failed with exception HTTP Error 404: Not Found",
  "unknown-host": "<urlopen error [Errno -2] Name or service not known>",
  certificate: "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed>",
  refused: "<urlopen error [Errno 111] Connection refused>",
  unreachable: "<urlopen error timed out>",
  "broken-off": "Task t failed because downloaded data size 10 is different from expected 20",
  "no-address": "Exhausted allowed addresses when importing image.",
  "source-not-active": "Source image status should be active instead of queued",
  "no-endpoint": "public glance endpoint not found for region RegionTwo",
};

export const processingSamples: Record<string, string> = {
  "lock-lost":
    "Image x import task t attempted to take action on image, but other task u holds the lock; Aborting.",
  "deleted-meanwhile": "Image has been deleted, aborting import.",
  quota:
    "The request returned a 413 Request Entity Too Large. Resource image_size_total is over limit of 10",
  "size-cap": "The incoming image is too large: The provided image is too large.",
  decompression: "gzip.BadGzipFile: Not a gzipped file (b'xx')",
  signature: "Signature verification failed",
  "no-copy": "glance.common.exception.NotFound: Image not found in any configured store",
  "identity-away": "keystoneauth1.exceptions.connection.ConnectFailure: x",
  configuration:
    "t of api_image_import not configured properly. Could not load the filesystem store",
};
