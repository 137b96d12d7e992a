"""What the modules beside this one have to do with images."""

import hashlib
from typing import Callable

from api import Api

MEBIBYTE = 2**20
BLOCK = 8 * MEBIBYTE
ZEROS = bytes(BLOCK)


def make_image(api: Api, name: str, disk_format: str = "raw") -> str:
    """An image that waits for its data; returns its id."""
    body = {"name": name, "disk_format": disk_format, "container_format": "bare"}
    return api.request("POST", "/v2/images", body)[1]["id"]


def stage(api: Api, image: str, data) -> int:
    """Stages bytes or a file; returns the status of the answer."""
    connection = api.connect()
    headers = {"X-Auth-Token": api.token, "Content-Type": "application/octet-stream"}
    connection.request("PUT", f"/v2/images/{image}/stage", data, headers)
    return connection.getresponse().status


def begin_staging(api: Api, image: str, token: str, headers: dict):
    """Sends the head of a request to stage, and returns the connection that the body goes to."""
    connection = api.connect()
    connection.putrequest("PUT", f"/v2/images/{image}/stage")
    for name, value in {"X-Auth-Token": token, "Content-Type": "application/octet-stream", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def checksum_of(size: int, read: Callable[[int, int], bytes]) -> str:
    """SHA-256 of the size, and of every block that holds more than zeros, with its place.

    It passes quickly over zeros, of which the images of the tests are full. read(offset, length) returns bytes.
    """
    digest = hashlib.sha256(size.to_bytes(8, "big"))
    for offset in range(0, size, BLOCK):
        length = min(BLOCK, size - offset)
        block = read(offset, length)
        if len(block) != length:
            raise EOFError(f"{len(block)} of {length} bytes at {offset}")
        if block != ZEROS[:length]:
            digest.update(offset.to_bytes(8, "big"))
            digest.update(block)
    return digest.hexdigest()
