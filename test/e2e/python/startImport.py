"""Stages a qcow2 of 3 GiB with little in it on this pod and starts its import, which takes a while.

Prints the image and the checksum of its raw bytes as JSON.
"""

import hashlib
import os
import subprocess

VIRTUAL_SIZE = 3 * 1024 * MEBIBYTE
DATA_SIZE = 30 * MEBIBYTE

token = get_token(load_configuration())
with open("/tmp/large.raw", "wb") as raw:
    raw.write(os.urandom(DATA_SIZE))
    raw.truncate(VIRTUAL_SIZE)
with open("/tmp/large.raw", "rb") as raw:
    checksum = hashlib.file_digest(raw, "sha256").hexdigest()
command = ["qemu-img", "convert", "-O", "qcow2", "/tmp/large.raw", "/tmp/large.qcow2"]
subprocess.run(command, check=True)
os.remove("/tmp/large.raw")

image = make_image(token, "large", "qcow2")
connection = connect()
headers = {"X-Auth-Token": token, "Content-Type": "application/octet-stream"}
with open("/tmp/large.qcow2", "rb") as data:
    connection.request("PUT", f"/v2/images/{image}/stage", data, headers)
    assert connection.getresponse().status == 204
os.remove("/tmp/large.qcow2")
method = {"method": {"name": "glance-direct"}}
status, _ = request("POST", f"/v2/images/{image}/import", token, method)
assert status == 202, status
print(json.dumps({"image": image, "checksum": checksum}))
