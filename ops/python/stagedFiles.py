"""Lists the files of the staging directory of this pod, as one JSON object a line.

First the files: {"file", "size", "modified", "open"}, in bytes and seconds since 1970; `open` says whether a
process of Glance has it open. Then the volume: {"free", "size"} in bytes.
"""

import glob
import os
import time

DIRECTORY = "/var/lib/glance/os_glance_staging_store"
LOOKS = 3


def open_files():
    """Paths of all open files, at three moments: an import closes a file for an instant between two steps."""
    found = set()
    for look in range(LOOKS):
        time.sleep(0.3 if look else 0)
        for descriptor in glob.glob("/proc/[0-9]*/fd/*"):
            try:
                found.add(os.readlink(descriptor))
            except OSError:  # closed meanwhile
                continue
    return found


opened = open_files()
for entry in sorted(os.scandir(DIRECTORY), key=lambda one: one.name):
    try:
        status = entry.stat()
    except FileNotFoundError:  # removed meanwhile
        continue
    fields = {"file": entry.name, "size": status.st_size, "modified": int(status.st_mtime)}
    print(json.dumps({**fields, "open": entry.path in opened}))
volume = os.statvfs(DIRECTORY)
print(json.dumps({"free": volume.f_bavail * volume.f_frsize, "size": volume.f_blocks * volume.f_frsize}))
