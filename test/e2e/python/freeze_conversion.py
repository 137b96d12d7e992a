"""Waits until Glance converts an image on this pod, and stops qemu-img in the middle: the conversion never ends.

Argument: the staging directory.
"""

import glob
import json
import os
import signal
import time
from collections.abc import Iterator

LIMIT = 120  # seconds


def conversions(directory: str) -> Iterator[int]:
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                words = file.read().decode().split("\0")
        except OSError:  # ended meanwhile
            continue
        if words[0].endswith("qemu-img") and words[1] == "convert" and f"{directory}/" in words[-2]:
            yield int(path.split("/")[2])


def main(directory: str) -> None:
    deadline = time.monotonic() + LIMIT
    while not (found := list(conversions(directory))):
        assert time.monotonic() < deadline, "nothing is converted"
        time.sleep(0.01)
    for process in found:
        os.kill(process, signal.SIGSTOP)
    print(json.dumps({"stopped": found}))
