"""Asks the Glance of this pod, and a patched one, for an image whose stage host refuses a request or is away.

Argument: a file with the patched `glance/api/v2/images.py`. Two more workers run in this pod for that, with its
configuration and under URLs of their own: one that is the stage host and then ends, and one from a patched copy of
Glance. Prints the answers as JSON, a line for each call: the status from the Glance of the pod, and the patched one.
"""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

INSTALLED, STAGING, PATCHED = 9292, 9391, 9392  # ports
START_LIMIT = 60  # seconds


def copy_patched(directory):
    """A copy of Glance with the patched module, without the byte code of the original, which is never checked."""
    package = importlib.util.find_spec("glance").submodule_search_locations[0]
    api = shutil.copytree(package, f"{directory}/glance") / pathlib.Path("api/v2")
    shutil.copy(sys.argv[1], api / "images.py")
    for byte_code in (api / "__pycache__").glob("images.*"):
        byte_code.unlink()


def call(port, method, path, body=None, content_type="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Auth-Token": token, "Content-Type": content_type}
    connection.request(method, path, body, headers)
    return connection.getresponse().status


def start(port, directory):
    """A worker as in this pod, from the Glance in a directory."""
    environment = os.environ | {
        "OS_DEFAULT__WORKER_SELF_REFERENCE_URL": f"http://127.0.0.1:{port}",
        "OS_DEFAULT__LOG_FILE": f"{directory}/{port}.log",
    }
    command = ["uwsgi", "--plugins", "python3", "--http-socket", f"127.0.0.1:{port}", "--virtualenv", sys.prefix]
    command += ["--pythonpath", directory, "--module", "glance.wsgi.api:application"]
    command += ["--need-app", "--enable-threads", "--threads", "2"]
    workers[port] = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            call(port, "GET", "/healthcheck")
            return
        except ConnectionRefusedError:
            running = workers[port].poll() is None
            assert running and time.monotonic() < deadline, f"no worker at port {port}"
            time.sleep(0.2)


def stop(port):
    worker = workers.pop(port)
    worker.kill()
    worker.wait()


def protect(value):
    change = json.dumps([{"op": "replace", "path": "/protected", "value": value}])
    assert call(INSTALLED, "PATCH", image, change, "application/openstack-images-v2.1-json-patch") == 200


def ask(name, method, path, body=None):
    answers = {"installed": call(INSTALLED, method, path, body), "patched": call(PATCHED, method, path, body)}
    print(json.dumps({"call": name, **answers}))


def delete(directory):
    """Deletes the image if that is still to be done: of an unpatched Glance, only the worker that has staged it can."""
    if call(INSTALLED, "GET", image) == 200:
        protect(False)
        if STAGING not in workers:
            start(STAGING, directory)
        call(STAGING, "DELETE", image)


workers = {}
token = get_token(load_configuration())
image = f"/v2/images/{make_image(token, 'broken-stage-host', 'raw')}"
with tempfile.TemporaryDirectory() as directory:
    copy_patched(directory)
    try:
        start(STAGING, directory)
        start(PATCHED, directory)
        assert call(STAGING, "PUT", f"{image}/stage", b"data", "application/octet-stream") == 204

        protect(True)
        ask("delete, refused", "DELETE", image)
        protect(False)

        stop(STAGING)
        ask("import, unreachable", "POST", f"{image}/import", json.dumps({"method": {"name": "glance-direct"}}))
        ask("delete, unreachable", "DELETE", image)
        ask("show", "GET", image)
        log = pathlib.Path(f"{directory}/{PATCHED}.log").read_text()
        print(json.dumps({"logged": "Failed to proxy to" in log, "token": token in log}))
    finally:
        delete(directory)
        for port in list(workers):
            stop(port)
