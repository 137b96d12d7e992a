"""Proves a distributed import from inside a Glance pod, step by step.

Runs in the container glance-api of the pod through which the image is imported, with the
configuration, client libraries and qemu-img that Glance itself uses there. Argument: JSON with
`stageUrl` and `importUrl`, the URLs of the staging and the importing worker. Prints one JSON
object a line: {"step", "seconds", "detail"}, and at the end {"image"}, or
{"error", "image"} with the reason.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import time

import rados
import rbd
import requests

VIRTUAL_SIZE = 64 * MEBIBYTE
DATA_SIZE = 20 * MEBIBYTE
IMPORT_LIMIT = 300  # seconds
LOG_FILE = "/var/log/glance/glance-api.log"

arguments = json.loads(sys.argv[1])
stage_url, import_url = arguments["stageUrl"], arguments["importUrl"]
proxied = stage_url != import_url


class Failed(Exception):
    """A step did not end as it must; the message is for the operator."""


def report(**fields):
    print(json.dumps(fields), flush=True)


def make_qcow2():
    """A compressed qcow2 with 20 MiB of random data in 64 MiB, and the checksum of its raw bytes."""
    with open("/tmp/verify.raw", "wb") as raw:
        raw.write(os.urandom(DATA_SIZE))
        raw.truncate(VIRTUAL_SIZE)
    with open("/tmp/verify.raw", "rb") as raw:
        checksum = hashlib.file_digest(raw, "sha256").hexdigest()
    command = ["qemu-img", "convert", "-O", "qcow2", "-c", "/tmp/verify.raw", "/tmp/verify.qcow2"]
    subprocess.run(command, check=True, capture_output=True)
    size = os.path.getsize("/tmp/verify.qcow2")
    return checksum, f"{size / MEBIBYTE:.1f} MiB qcow2 of {VIRTUAL_SIZE // MEBIBYTE} MiB"


def call(method, url, expected, **keywords):
    answer = requests.request(
        method, url, headers={"X-Auth-Token": token} | keywords.pop("headers", {}), timeout=120, **keywords
    )
    if answer.status_code != expected:
        raise Failed(f"{method} {url} answered {answer.status_code} instead of {expected}.")
    return answer


def create():
    body = {"name": "verify-import", "disk_format": "qcow2", "container_format": "bare"}
    image = call("POST", f"{stage_url}/v2/images", 201, json=body).json()["id"]
    return image, image


def stage():
    with open("/tmp/verify.qcow2", "rb") as data:
        call(
            "PUT",
            f"{stage_url}/v2/images/{image_id}/stage",
            204,
            data=data,
            headers={"Content-Type": "application/octet-stream"},
        )
    return None, f"on {stage_url}"


def check_stage_host():
    """Only the database shows who holds a staged image; the API hides it."""
    connection = open_database(configuration)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select value from image_properties where image_id = %s and name = %s",
            (image_id, STAGE_HOST),
        )
        row = cursor.fetchone()
    found = row[0] if row else "nothing"
    if found != stage_url:
        raise Failed(f"The database has {found} as {STAGE_HOST} instead of {stage_url}.")
    return None, f"{STAGE_HOST} = {found}"


def start_import():
    global log_size
    log_size = os.path.getsize(LOG_FILE)
    call(
        "POST",
        f"{import_url}/v2/images/{image_id}/import",
        202,
        json={"method": {"name": "glance-direct"}},
    )
    return None, f"through {import_url}"


def wait_until_active():
    deadline = time.monotonic() + IMPORT_LIMIT
    while True:
        image = call("GET", f"{import_url}/v2/images/{image_id}", 200).json()
        failed = image.get("os_glance_failed_import")
        if image["status"] == "active":
            break
        if failed or image["status"] in ("killed", "deleted"):
            raise Failed(f"The import failed: the image is {image['status']}, failed stores: {failed}.")
        if time.monotonic() > deadline:
            raise Failed(f"The image is still {image['status']} after {IMPORT_LIMIT} s.")
        time.sleep(0.3)
    if (image["disk_format"], image["size"]) != ("raw", VIRTUAL_SIZE):
        raise Failed(f"The image is {image['disk_format']} of {image['size']} bytes, not raw.")
    return None, f"raw, {image['size']} bytes"


def check_proxied():
    """A shared staging directory would pass every other check as well."""
    with open(LOG_FILE, encoding="utf-8", errors="replace") as log:
        log.seek(log_size)
        lines = [line for line in log if "Proxying POST request to host" in line and stage_url in line]
    if not lines:
        raise Failed(f"The log of the importing pod does not say that it proxied to {stage_url}.")
    return None, "Proxying" + lines[-1].partition("Proxying")[2].rstrip()


def check_stored_bytes():
    store = configuration.rbd
    digest = hashlib.sha256()
    client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
    with client, client.open_ioctx(store.rbd_store_pool) as pool:
        with rbd.Image(pool, image_id, read_only=True) as stored:
            size = stored.size()
            for offset in range(0, size, 8 * MEBIBYTE):
                digest.update(stored.read(offset, min(8 * MEBIBYTE, size - offset)))
    if digest.hexdigest() != checksum:
        raise Failed("The bytes in Ceph differ from the original.")
    return None, f"sha256 {checksum[:16]}... of {size} bytes in pool {store.rbd_store_pool}"


def delete():
    call("DELETE", f"{import_url}/v2/images/{image_id}", 204)
    return None, image_id


def run(title, step):
    started = time.monotonic()
    result, detail = step()
    report(step=title, seconds=round(time.monotonic() - started, 2), detail=detail)
    return result


image_id = None
log_size = 0
try:
    configuration = load_configuration()
    token = get_token(configuration)
    checksum = run("make image", make_qcow2)
    image_id = run("create", create)
    run("stage", stage)
    run("check stage host", check_stage_host)
    run("import", start_import)
    run("wait until active", wait_until_active)
    if proxied:
        run("check proxying", check_proxied)
    run("compare bytes in Ceph", check_stored_bytes)
    run("delete", delete)
except Exception as problem:  # the operator gets one sentence, not a trace
    report(error=str(problem), image=image_id)
    status = 1
else:
    report(image=image_id)
    status = 0
finally:
    for name in ("/tmp/verify.raw", "/tmp/verify.qcow2"):
        pathlib.Path(name).unlink(missing_ok=True)
# librados crashes at times while Python tears it down.
os._exit(status)
