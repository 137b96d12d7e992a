"""Makes the RBD image named as argument what it is when its maker is killed: a name without a header."""

import json

import rbd

from ceph_pool import end, open_pool
from configuration import load_configuration


def main(name: str) -> None:
    with open_pool(load_configuration()) as pool:
        with rbd.Image(pool, name, read_only=True) as image:
            header = f"rbd_header.{image.id()}"
        pool.remove_object(header)
    print(json.dumps({"removed": header}))
    end()
