"""Imports files of all formats through this pod, declared rightly and as raw, and reads them back.

Arguments: the port of the API, which part of the files to take, of how many, and whether to take those for the plugin
image_decompression in place of all others. Prints a JSON object for each image:
the place of its file, its name, what was declared, the id of the image, its status, the status of the answer when it is
no success, and what is stored.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Optional

import rbd

from api import Api
from ceph_pool import end, open_pool
from configuration import load_configuration
from format_files import Files, Source
from images import stage

LIMIT = 60  # seconds


def raw_content(source: Source) -> Optional[bytes]:
    """What qemu-img makes of it; None where it fails."""
    with tempfile.NamedTemporaryFile() as raw:
        command = ["qemu-img", "convert", "-f", source.driver, "-O", "raw", source.inner or source.path, raw.name]
        done = subprocess.run(command, check=False, capture_output=True)
        return raw.read() if done.returncode == 0 else None


class Importer:
    """Imports files, one after the other: nothing else tells whose a message in the log is."""

    def __init__(self, port: int):
        self.configuration = load_configuration()
        self.api = Api(self.configuration, port)

    def run(self, source: Source, declared: str) -> dict:
        body = {"name": source.name, "disk_format": declared, "container_format": source.container}
        created, image = self.api.request("POST", "/v2/images", body)
        if created != 201:
            return {"image": None, "status": None, "answer": created}
        with open(source.path, "rb") as data:
            staged = stage(self.api, image["id"], data)
        started = staged
        if staged == 204:
            method = {"method": {"name": "glance-direct"}}
            started, _ = self.api.request("POST", f"/v2/images/{image['id']}/import", method)
        answer = None if started == 202 else started
        shown = self.wait(image["id"]) if answer is None else image
        stored = self.stored(source, shown) if shown["status"] == "active" else None
        return {"image": image["id"], "status": shown["status"], "answer": answer, "stored": stored}

    def wait(self, image: str) -> dict:
        deadline = time.monotonic() + LIMIT
        while True:
            shown = self.api.request("GET", f"/v2/images/{image}")[1]
            if shown["status"] not in ("uploading", "importing") or time.monotonic() > deadline:
                return shown
            time.sleep(0.3)

    def stored(self, source: Source, shown: dict) -> str:
        with open_pool(self.configuration) as pool, rbd.Image(pool, shown["id"], read_only=True) as image:
            data = image.read(0, image.size())
        with open(source.path, "rb") as file:
            same = data == file.read()
        if (source.inner or source.driver not in (None, "raw")) and data == raw_content(source):
            return f"{shown['disk_format']}, its content"
        return f"{shown['disk_format']}, {'the file as it is' if same else 'something else'}"


def uploads(directory: str, compressed: bool) -> Iterator[tuple[Source, str]]:
    files = Files(directory)
    for source in files.compressed() if compressed else files.all():
        for declared in source.formats:
            yield source, declared


def main(port: int, part: int, parts: int, compressed: bool) -> None:
    importer = Importer(port)
    with tempfile.TemporaryDirectory() as directory:
        for place, (source, declared) in enumerate(uploads(directory, compressed)):
            if place % parts == part:
                result = importer.run(source, declared)
                print(json.dumps({"place": place, "name": source.name, "declared": declared, **result}), flush=True)
    end()
