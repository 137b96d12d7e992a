"""Waits until imports have ended, and reads the images back from Ceph.

Arguments: the port of the API, and {"image", "checksum"} of each import. Prints for each its status and whether its
bytes are the original ones, as JSON.
"""

import concurrent.futures
import functools
import json
import os
import time

import rbd
from oslo_config import cfg

from api import Api
from ceph_pool import end, open_pool
from configuration import load_configuration
from images import checksum_of

LIMIT = 300  # seconds


def wait(api: Api, image: str) -> str:
    deadline = time.monotonic() + LIMIT
    while True:
        status = api.request("GET", f"/v2/images/{image}")[1]["status"]
        if status not in ("uploading", "importing") or time.monotonic() > deadline:
            return status
        time.sleep(1)


def checksum_in_ceph(configuration: cfg.ConfigOpts, image: str) -> str:
    with open_pool(configuration) as pool, rbd.Image(pool, image, read_only=True) as stored:
        return checksum_of(stored.size(), stored.read)


def check(configuration: cfg.ConfigOpts, api: Api, started: dict) -> dict:
    image = started["image"]
    status = wait(api, image)
    same = status == "active" and checksum_in_ceph(configuration, image) == started["checksum"]
    return {"image": image, "status": status, "same": same}


def main(port: int, imports: list[dict]) -> None:
    configuration = load_configuration()
    check_one = functools.partial(check, configuration, Api(configuration, port))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as executor:
        for result in executor.map(check_one, imports):
            print(json.dumps(result), flush=True)
    end()
