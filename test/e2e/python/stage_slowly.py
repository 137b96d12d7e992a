"""Uploads an image slowly, 2 MiB a second.

Arguments: the port of the API of this pod, the URL of the pod that the image goes to, and how many seconds it takes.
Prints the image and, at the end, the status of the answer as JSON.
"""

import json
import time
from collections.abc import Iterator

import requests

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, make_image


def blocks(seconds: int) -> Iterator[bytes]:
    for _ in range(2 * seconds):
        yield b"x" * MEBIBYTE
        time.sleep(0.5)


def main(port: int, url: str, seconds: int = 30) -> None:
    api = Api(load_configuration(), port)
    image = make_image(api, "slow")
    print(json.dumps({"image": image}), flush=True)
    headers = {"X-Auth-Token": api.token, "Content-Type": "application/octet-stream"}
    answer = requests.put(f"{url}/v2/images/{image}/stage", data=blocks(seconds), headers=headers, timeout=600)
    print(json.dumps({"status": answer.status_code}))
