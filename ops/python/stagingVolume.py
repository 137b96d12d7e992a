"""Shows the staging volume of this pod, as one JSON object.

Prints {"total", "free", "booted", "files"}: bytes of the file system, bytes that Glance may still write, when the node
was started, and for each file {"name", "size", "modified", "open"}, in bytes and seconds since 1970; `open` says whether
a process of Glance has it open.
"""

import os
import time

LOOKS = 3


def files_opened():
    """Paths of files open at one of three moments: an import closes a file for an instant between two steps."""
    found = open_files()
    for _ in range(LOOKS - 1):
        time.sleep(0.3)
        found |= open_files()
    return found


def boot_time():
    with open("/proc/stat", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("btime "))


opened = files_opened()
files = []
for entry in sorted(os.scandir(STAGING_DIRECTORY), key=lambda one: one.name):
    try:
        status = entry.stat()
    except FileNotFoundError:  # removed meanwhile
        continue
    fields = {"name": entry.name, "size": status.st_size, "modified": int(status.st_mtime)}
    files.append({**fields, "open": entry.path in opened})
volume = os.statvfs(STAGING_DIRECTORY)
room = {"total": volume.f_blocks * volume.f_frsize, "free": volume.f_bavail * volume.f_frsize}
print(json.dumps({**room, "booted": boot_time(), "files": files}))
