"""Stages a qcow2 with little in it on this pod.

Arguments: the port of the API, its virtual size in MiB, and the id of an image that waits for its data; without one, an
image is made. Prints the image, the checksum of its raw bytes and the status of the answer as JSON.
"""

import json
import os
import subprocess
import tempfile
from typing import Optional

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, checksum_of, make_image, stage


def make_qcow2(file: str, size: int) -> str:
    """Writes 30 MiB of random data at most, and zeros behind them; returns the checksum of the raw bytes."""
    with tempfile.NamedTemporaryFile() as raw:
        raw.write(os.urandom(min(30 * MEBIBYTE, size)))
        raw.truncate(size)
        raw.seek(0)
        checksum = checksum_of(size, lambda _, length: raw.read(length))
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", raw.name, file], check=True)
    return checksum


def main(port: int, mebibytes: int, image: Optional[str] = None) -> None:
    api = Api(load_configuration(), port)
    with tempfile.TemporaryDirectory() as directory:
        file = f"{directory}/image.qcow2"
        checksum = make_qcow2(file, mebibytes * MEBIBYTE)
        image = image or make_image(api, "staged", "qcow2")
        with open(file, "rb") as data:
            status = stage(api, image, data)
    print(json.dumps({"image": image, "checksum": checksum, "status": status}))
