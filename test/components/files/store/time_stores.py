"""Times the driver parallel_rbd beside the one of glance_store: ratios, since machines differ."""

import logging
import tempfile
import time
import unittest

import fake_ceph
from open_store import open_store

MIB = 2**20
# Seconds that a write takes, as long in both drivers for as many bytes: far more than the processor does, so that a
# busy machine changes little.
WRITE_MIB = 0.1
cluster = fake_ceph.cluster
logging.disable()


def write(name, data, offset):
    time.sleep(WRITE_MIB * len(data) / MIB)
    cluster.images[name]["data"][offset : offset + len(data)] = data


def times_as_fast(path, size, clock):
    """How many times as long the driver of glance_store takes, by the least of two rounds."""
    seconds = {"rbd": [], "parallel_rbd": []}
    for _ in range(2):
        for kind, taken in seconds.items():
            store = open_store(kind)
            with open(path, "rb") as file:
                started = clock()
                store.add("image", file, size, "sha512")
                taken.append(clock() - started)
            del cluster.images["image"]
    return min(seconds["rbd"]) / min(seconds["parallel_rbd"])


class Speed(unittest.TestCase):
    """Each limit is at most two thirds of what was measured, on a busy machine as well."""

    @classmethod
    def setUpClass(cls):
        cluster.write = write

    def setUp(self):
        self.file = self.enterContext(tempfile.NamedTemporaryFile())

    def test_data_is_written_several_pieces_at_a_time(self):
        self.file.write(bytes(range(1, 256)) * (24 * MIB // 255))
        self.file.flush()
        self.assertGreater(times_as_fast(self.file.name, self.file.tell(), time.monotonic), 4)

    def test_holes_take_hardly_more_than_their_checksums(self):
        self.file.truncate(128 * MIB)
        self.assertGreater(times_as_fast(self.file.name, 128 * MIB, time.process_time), 1.5)


if __name__ == "__main__":
    unittest.main()
