"""Waits until the imports named as JSON argument have ended, and reads the images back from Ceph.

Prints for each its status and whether its bytes are the original ones, as JSON.
"""

import concurrent.futures
import os
import sys
import time

import rados
import rbd

LIMIT = 300  # seconds

configuration = load_configuration()
token = get_token(configuration)


def wait(image):
    deadline = time.monotonic() + LIMIT
    while True:
        status = request("GET", f"/v2/images/{image}", token)[1]["status"]
        if status not in ("uploading", "importing") or time.monotonic() > deadline:
            return status
        time.sleep(1)


def checksum_in_ceph(image):
    store = configuration.rbd
    client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
    with client, client.open_ioctx(store.rbd_store_pool) as pool:
        with rbd.Image(pool, image, read_only=True) as stored:
            return checksum_of(stored.size(), stored.read)


def check(started):
    image = started["image"]
    status = wait(image)
    same = status == "active" and checksum_in_ceph(image) == started["checksum"]
    return {"image": image, "status": status, "same": same}


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for result in pool.map(check, json.loads(sys.argv[1])):
        print(json.dumps(result), flush=True)
# librados crashes at times while Python tears it down.
os._exit(0)
