"""Shows the staging volume of this pod, as one JSON object.

Argument: the staging directory. Prints {"total", "free", "booted", "files"}: bytes of the file system, bytes that
Glance may still write, when the node was started, and for each file {"name", "size", "modified", "open"}, in bytes and
seconds since 1970; `open` says whether a process of Glance has it open.
"""

import json
import os
import time
from collections.abc import Iterator

from open_files import open_files

LOOKS = 3


def files_opened() -> set[str]:
    """Paths of files open at one of three moments: an import closes a file for an instant between two steps."""
    found = open_files()
    for _ in range(LOOKS - 1):
        time.sleep(0.3)
        found |= open_files()
    return found


def boot_time() -> int:
    with open("/proc/stat", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("btime "))


def list_files(directory: str) -> Iterator[dict]:
    opened = files_opened()
    for entry in sorted(os.scandir(directory), key=lambda one: one.name):
        try:
            status = entry.stat()
        except FileNotFoundError:  # removed meanwhile
            continue
        fields = {"name": entry.name, "size": status.st_size, "modified": int(status.st_mtime)}
        yield {**fields, "open": entry.path in opened}


def main(directory: str) -> None:
    files = list(list_files(directory))
    volume = os.statvfs(directory)
    room = {"total": volume.f_blocks * volume.f_frsize, "free": volume.f_bavail * volume.f_frsize}
    print(json.dumps({**room, "booted": boot_time(), "files": files}))
