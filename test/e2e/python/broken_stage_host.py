"""Asks the Glance of this pod, and a patched one, for an image whose stage host refuses a request or is away.

Arguments: the port of the API, a file with the patched `glance/api/v2/images.py`, and the folder of the modules that
Glance runs with, such as the store driver. Two more workers run in this pod for that, with its configuration and under
URLs of their own: one that is the stage host and then ends, and one from a patched copy of Glance. Prints the answers
as JSON, a line for each call: the status from the Glance of the pod, and the patched one.
"""

import http.client
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from api import Api
from configuration import load_configuration
from images import make_image

STAGING, PATCHED = 9391, 9392  # ports
START_LIMIT = 60  # seconds


def copy_patched(directory: str, patched: str) -> None:
    """A copy of Glance with the patched module, without the byte code of the original, which is never checked."""
    package = importlib.util.find_spec("glance").submodule_search_locations[0]
    api = shutil.copytree(package, f"{directory}/glance") / pathlib.Path("api/v2")
    shutil.copy(patched, api / "images.py")
    for byte_code in (api / "__pycache__").glob("images.*"):
        byte_code.unlink()


class Workers:
    """The Glance of this pod, and the workers that are started beside it from the Glance in a directory."""

    def __init__(self, api: Api, directory: str, modules: str):
        self.api = api
        self.directory = directory
        self.modules = modules
        self.processes = {}

    def call(self, port: int, method: str, path: str, body=None, content_type: str = "application/json") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"X-Auth-Token": self.api.token, "Content-Type": content_type}
        connection.request(method, path, body, headers)
        return connection.getresponse().status

    def start(self, port: int) -> None:
        """A worker as in this pod."""
        environment = os.environ | {
            "OS_DEFAULT__WORKER_SELF_REFERENCE_URL": f"http://127.0.0.1:{port}",
            "OS_DEFAULT__LOG_FILE": f"{self.directory}/{port}.log",
        }
        command = ["uwsgi", "--plugins", "python3", "--http-socket", f"127.0.0.1:{port}", "--virtualenv", sys.prefix]
        command += ["--pythonpath", self.directory, "--pythonpath", self.modules]
        command += ["--module", "glance.wsgi.api:application"]
        command += ["--need-app", "--enable-threads", "--threads", "2"]
        self.processes[port] = subprocess.Popen(command, env=environment, stdout=sys.stderr)
        deadline = time.monotonic() + START_LIMIT
        while True:
            try:
                self.call(port, "GET", "/healthcheck")
                return
            except ConnectionRefusedError:
                running = self.processes[port].poll() is None
                assert running and time.monotonic() < deadline, f"no worker at port {port}"
                time.sleep(0.2)

    def stop(self, port: int) -> None:
        worker = self.processes.pop(port)
        worker.kill()
        worker.wait()

    def protect(self, image: str, value: bool) -> None:
        change = json.dumps([{"op": "replace", "path": "/protected", "value": value}])
        content_type = "application/openstack-images-v2.1-json-patch"
        assert self.call(self.api.port, "PATCH", image, change, content_type) == 200

    def ask(self, name: str, method: str, path: str, body=None) -> None:
        ports = {"installed": self.api.port, "patched": PATCHED}
        answers = {which: self.call(port, method, path, body) for which, port in ports.items()}
        print(json.dumps({"call": name, **answers}))

    def delete(self, image: str) -> None:
        """Deletes an image if that is still to be done: of an unpatched Glance only who has staged it can."""
        if self.call(self.api.port, "GET", image) == 200:
            self.protect(image, False)
            if STAGING not in self.processes:
                self.start(STAGING)
            self.call(STAGING, "DELETE", image)


def main(port: int, patched: str, modules: str) -> None:
    api = Api(load_configuration(), port)
    image = f"/v2/images/{make_image(api, 'broken-stage-host')}"
    with tempfile.TemporaryDirectory() as directory:
        copy_patched(directory, patched)
        workers = Workers(api, directory, modules)
        try:
            workers.start(STAGING)
            workers.start(PATCHED)
            assert workers.call(STAGING, "PUT", f"{image}/stage", b"data", "application/octet-stream") == 204

            workers.protect(image, True)
            workers.ask("delete, refused", "DELETE", image)
            workers.protect(image, False)

            workers.stop(STAGING)
            glance_direct = json.dumps({"method": {"name": "glance-direct"}})
            workers.ask("import, unreachable", "POST", f"{image}/import", glance_direct)
            workers.ask("delete, unreachable", "DELETE", image)
            workers.ask("show", "GET", image)
            log = pathlib.Path(f"{directory}/{PATCHED}.log").read_text()
            print(json.dumps({"logged": "Failed to proxy to" in log, "token": api.token in log}))
        finally:
            workers.delete(image)
            for running in list(workers.processes):
                workers.stop(running)
