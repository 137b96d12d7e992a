"""Measures how long this pod takes to stage and import a qcow2, and to copy it on the same disk.

Arguments: the port of the API, that of uWSGI behind Apache, the path of the file, how many images it becomes, and
whether these are imported at the same time or one after the other. Prints the seconds of a copy, of an upload, of one
that passes Apache by, of all imports, and those that the checksums of a GiB take, and the most memory that the
processes of the container had, in MiB, as JSON.
"""

import hashlib
import json
import os
import tempfile
import threading
import time

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, make_image, stage

# Of cgroup version 2, and of version 1.
MEMORY = {"/sys/fs/cgroup/memory.stat": "anon", "/sys/fs/cgroup/memory/memory.stat": "total_rss"}
COPY_BLOCK = 8 * MEBIBYTE
HASHED = 256  # MiB
# Seconds; to ask more often would take time from the imports.
POLL_INTERVAL = 0.2


def memory() -> int:
    for path, name in MEMORY.items():
        if os.path.exists(path):
            with open(path) as file:
                return int(dict(line.split() for line in file)[name]) // MEBIBYTE
    raise FileNotFoundError("The container does not see its memory.")


def copy(path: str) -> None:
    with open(path, "rb") as source, tempfile.NamedTemporaryFile(dir=os.path.dirname(path)) as target:
        while block := source.read(COPY_BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def compute_checksum(digest) -> None:
    block = bytes(MEBIBYTE)
    for _ in range(HASHED):
        digest.update(block)


def compute_checksums() -> None:
    """Both of them, as Glance wants them, at the same time."""
    digests = hashlib.md5(usedforsecurity=False), hashlib.sha512()
    threads = [threading.Thread(target=compute_checksum, args=(digest,)) for digest in digests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Measurement:
    """A file that is imported as several images."""

    def __init__(self, port: int, path: str):
        self.api = Api(load_configuration(), port)
        self.path = path
        self.memory = 0
        self.staging = 0.0

    def stage(self) -> str:
        image = make_image(self.api, "measured", "qcow2")
        with open(self.path, "rb") as file:
            seconds, status = timed(stage, self.api, image, file)
        self.staging += seconds
        if status != 204:
            raise RuntimeError(f"Staging is answered with {status}.")
        return image

    def start(self, image: str) -> None:
        status, _ = self.api.request("POST", f"/v2/images/{image}/import", {"method": {"name": "glance-direct"}})
        if status != 202:
            raise RuntimeError(f"The import is answered with {status}.")

    def wait(self, image: str) -> None:
        while (status := self.api.request("GET", f"/v2/images/{image}")[1]["status"]) in ("uploading", "importing"):
            self.memory = max(self.memory, memory())
            time.sleep(POLL_INTERVAL)
        if status != "active":
            raise RuntimeError(f"The image is {status}.")

    def import_all(self, images: list, at_once: bool) -> None:
        for image in images:
            self.start(image)
            if not at_once:
                self.wait(image)
        for image in images:
            self.wait(image)

    def delete(self, image: str) -> None:
        self.api.request("DELETE", f"/v2/images/{image}")


def timed(work, *args) -> tuple:
    started = time.monotonic()
    result = work(*args)
    return time.monotonic() - started, result


def main(port: int, backend_port: int, path: str, count: int, at_once: bool) -> None:
    measurement, uwsgi = Measurement(port, path), Measurement(backend_port, path)
    copied, _ = timed(copy, path)
    hashed, _ = timed(compute_checksums)
    images = []
    for _ in range(count):
        uwsgi.delete(uwsgi.stage())
        images.append(measurement.stage())
    imported, _ = timed(measurement.import_all, images, at_once)
    for image in images:
        measurement.delete(image)
    uploads = {"stage": measurement.staging / count, "stageUwsgi": uwsgi.staging / count}
    seconds = {"copy": copied, **uploads, "import": imported, "checksums": hashed * 1024 / HASHED}
    print(json.dumps({**seconds, "memory": measurement.memory}))
