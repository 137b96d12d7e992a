"""Uploads an image for half a minute.

Arguments: the port of the API of this pod, and the URL of the pod that the image goes to. Prints the image as JSON.
"""

import json
import time
from collections.abc import Iterator

import requests

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, make_image


def blocks() -> Iterator[bytes]:
    for _ in range(60):
        yield b"x" * MEBIBYTE
        time.sleep(0.5)


def main(port: int, url: str) -> None:
    api = Api(load_configuration(), port)
    image = make_image(api, "slow")
    print(json.dumps({"image": image}), flush=True)
    headers = {"X-Auth-Token": api.token, "Content-Type": "application/octet-stream"}
    requests.put(f"{url}/v2/images/{image}/stage", data=blocks(), headers=headers, timeout=600)
