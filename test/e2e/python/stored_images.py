"""Prints the names of the RBD images in the pool as JSON, as `rbd ls` does."""

import json

import rbd

from ceph_pool import end, open_pool
from configuration import load_configuration


def main() -> None:
    with open_pool(load_configuration()) as pool:
        print(json.dumps(rbd.RBD().list(pool)))
    end()
