"""Proves a distributed import from inside a Glance pod, step by step.

Runs in the container glance-api of the pod through which the image is imported, with the configuration, client
libraries and qemu-img that Glance itself uses there. Arguments: the URLs of the staging and of the importing worker,
and the file that the latter logs to. Prints one JSON object a line: {"step", "seconds", "detail"}, and at the end
{"image"}, or {"error", "image"} with the reason.
"""

import functools
import hashlib
import json
import os
import subprocess
import tempfile
import time
from typing import Callable, Optional

import rbd
import requests
from oslo_config import cfg

from ceph_pool import end, open_pool
from configuration import get_token, load_configuration
from database import STAGE_HOST, transaction

MEBIBYTE = 2**20
VIRTUAL_SIZE = 64 * MEBIBYTE
DATA_SIZE = 20 * MEBIBYTE
BLOCK = 8 * MEBIBYTE
IMPORT_LIMIT = 300  # seconds


class FailedError(Exception):
    """A step did not end as it must; the message is for the operator."""


def report(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


def checksum_of(size: int, read: Callable[[int, int], bytes]) -> str:
    """SHA-256 of what read(offset, length) returns."""
    digest = hashlib.sha256()
    for offset in range(0, size, BLOCK):
        digest.update(read(offset, min(BLOCK, size - offset)))
    return digest.hexdigest()


class Verification:
    """An image that is imported, and the steps that prove it; each returns what the operator is told."""

    def __init__(self, stage_url: str, import_url: str, log_file: str, directory: str):
        self.stage_url = stage_url
        self.import_url = import_url
        self.log_file = log_file
        self.qcow2 = f"{directory}/image.qcow2"
        self.checksum = ""
        self.image: Optional[str] = None
        self.log_size = 0

    @functools.cached_property
    def configuration(self) -> cfg.ConfigOpts:
        return load_configuration()

    @functools.cached_property
    def token(self) -> str:
        return get_token(self.configuration)

    def call(self, method: str, url: str, expected: int, **keywords) -> requests.Response:
        headers = {"X-Auth-Token": self.token} | keywords.pop("headers", {})
        answer = requests.request(method, url, headers=headers, timeout=120, **keywords)
        if answer.status_code != expected:
            raise FailedError(f"{method} {url} answered {answer.status_code} instead of {expected}.")
        return answer

    def make_qcow2(self) -> str:
        """A compressed qcow2 with 20 MiB of random data in 64 MiB, and the checksum of its raw bytes."""
        with tempfile.NamedTemporaryFile() as raw:
            raw.write(os.urandom(DATA_SIZE))
            raw.truncate(VIRTUAL_SIZE)
            raw.seek(0)
            self.checksum = checksum_of(VIRTUAL_SIZE, lambda _, length: raw.read(length))
            command = ["qemu-img", "convert", "-O", "qcow2", "-c", raw.name, self.qcow2]
            subprocess.run(command, check=True, capture_output=True)
        size = os.path.getsize(self.qcow2)
        return f"{size / MEBIBYTE:.1f} MiB qcow2 of {VIRTUAL_SIZE // MEBIBYTE} MiB"

    def create(self) -> str:
        body = {"name": "verify-import", "disk_format": "qcow2", "container_format": "bare"}
        image = self.call("POST", f"{self.stage_url}/v2/images", 201, json=body).json()["id"]
        self.image = image
        return image

    def stage(self) -> str:
        url = f"{self.stage_url}/v2/images/{self.image}/stage"
        with open(self.qcow2, "rb") as data:
            self.call("PUT", url, 204, data=data, headers={"Content-Type": "application/octet-stream"})
        return f"on {self.stage_url}"

    def check_stage_host(self) -> str:
        """Only the database shows who holds a staged image; the API hides it."""
        with transaction(self.configuration) as cursor:
            cursor.execute(
                "select value from image_properties where image_id = %s and name = %s", (self.image, STAGE_HOST)
            )
            row = cursor.fetchone()
        found = row[0] if row else "nothing"
        if found != self.stage_url:
            raise FailedError(f"The database has {found} as {STAGE_HOST} instead of {self.stage_url}.")
        return f"{STAGE_HOST} = {found}"

    def start_import(self) -> str:
        self.log_size = os.path.getsize(self.log_file)
        body = {"method": {"name": "glance-direct"}}
        self.call("POST", f"{self.import_url}/v2/images/{self.image}/import", 202, json=body)
        return f"through {self.import_url}"

    def wait_until_active(self) -> str:
        deadline = time.monotonic() + IMPORT_LIMIT
        while True:
            image = self.call("GET", f"{self.import_url}/v2/images/{self.image}", 200).json()
            failed = image.get("os_glance_failed_import")
            if image["status"] == "active":
                break
            if failed or image["status"] in ("killed", "deleted"):
                raise FailedError(f"The import failed: the image is {image['status']}, failed stores: {failed}.")
            if time.monotonic() > deadline:
                raise FailedError(f"The image is still {image['status']} after {IMPORT_LIMIT} s.")
            time.sleep(0.3)
        if (image["disk_format"], image["size"]) != ("raw", VIRTUAL_SIZE):
            raise FailedError(f"The image is {image['disk_format']} of {image['size']} bytes, not raw.")
        return f"raw, {image['size']} bytes"

    def check_proxied(self) -> str:
        """A shared staging directory would pass every other check as well."""
        with open(self.log_file, encoding="utf-8", errors="replace") as log:
            log.seek(self.log_size)
            lines = [line for line in log if "Proxying POST request to host" in line and self.stage_url in line]
        if not lines:
            raise FailedError(f"The log of the importing pod does not say that it proxied to {self.stage_url}.")
        return "Proxying" + lines[-1].partition("Proxying")[2].rstrip()

    def check_stored_bytes(self) -> str:
        with open_pool(self.configuration) as pool, rbd.Image(pool, self.image, read_only=True) as stored:
            size = stored.size()
            if checksum_of(size, stored.read) != self.checksum:
                raise FailedError("The bytes in Ceph differ from the original.")
        return f"sha256 {self.checksum[:16]}... of {size} bytes in pool {self.configuration.rbd.rbd_store_pool}"

    def delete(self) -> str:
        self.call("DELETE", f"{self.import_url}/v2/images/{self.image}", 204)
        return f"{self.image}"

    def run(self) -> None:
        run_step("make image", self.make_qcow2)
        run_step("create", self.create)
        run_step("stage", self.stage)
        run_step("check stage host", self.check_stage_host)
        run_step("import", self.start_import)
        run_step("wait until active", self.wait_until_active)
        if self.stage_url != self.import_url:
            run_step("check proxying", self.check_proxied)
        run_step("compare bytes in Ceph", self.check_stored_bytes)
        run_step("delete", self.delete)


def run_step(title: str, step: Callable[[], str]) -> None:
    started = time.monotonic()
    detail = step()
    report(step=title, seconds=round(time.monotonic() - started, 2), detail=detail)


def main(stage_url: str, import_url: str, log_file: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        verification = Verification(stage_url, import_url, log_file, directory)
        try:
            verification.run()
        except Exception as problem:  # the operator gets one sentence, not a trace
            report(error=str(problem), image=verification.image)
            status = 1
        else:
            report(image=verification.image)
            status = 0
    end(status)
