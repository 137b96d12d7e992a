"""Stages a qcow2 with little in it on this pod.

Arguments: its virtual size in MiB, and the id of an image that waits for its data; without one, an image is
made. Prints the image, the checksum of its raw bytes and the status of the answer as JSON.
"""

import os
import subprocess
import sys

VIRTUAL_SIZE = int(sys.argv[1]) * MEBIBYTE
DATA_SIZE = min(30 * MEBIBYTE, VIRTUAL_SIZE)
NAME = f"/tmp/{os.getpid()}"

token = get_token(load_configuration())
with open(f"{NAME}.raw", "wb") as raw:
    raw.write(os.urandom(DATA_SIZE))
    raw.truncate(VIRTUAL_SIZE)
with open(f"{NAME}.raw", "rb") as raw:
    checksum = checksum_of(VIRTUAL_SIZE, lambda _, length: raw.read(length))
command = ["qemu-img", "convert", "-O", "qcow2", f"{NAME}.raw", f"{NAME}.qcow2"]
subprocess.run(command, check=True)
os.remove(f"{NAME}.raw")

image = sys.argv[2] if len(sys.argv) > 2 else make_image(token, "staged", "qcow2")
connection = connect()
headers = {"X-Auth-Token": token, "Content-Type": "application/octet-stream"}
with open(f"{NAME}.qcow2", "rb") as data:
    connection.request("PUT", f"/v2/images/{image}/stage", data, headers)
    status = connection.getresponse().status
os.remove(f"{NAME}.qcow2")
print(json.dumps({"image": image, "checksum": checksum, "status": status}))
