"""Deletes all that is below the directory named as argument. Prints {"files", "bytes"} as JSON.

What a file system keeps for itself stays.
"""

import json
import os
import sys

RESERVED = "lost+found"


def main(directory: str) -> None:
    files = size = 0
    for parent, folders, names in os.walk(directory, topdown=False):
        if os.path.basename(parent) == RESERVED:
            continue
        for name in names:
            path = os.path.join(parent, name)
            size += os.lstat(path).st_size
            os.remove(path)
            files += 1
        for path in (os.path.join(parent, folder) for folder in folders if folder != RESERVED):
            os.remove(path) if os.path.islink(path) else os.rmdir(path)
    print(json.dumps({"files": files, "bytes": size}))


if __name__ == "__main__":
    main(sys.argv[1])
