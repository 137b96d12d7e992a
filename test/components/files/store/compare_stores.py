"""Tests that the driver parallel_rbd stores, tells and fails as the one of glance_store that it extends."""

import errno
import hashlib
import io
import logging
import os
import random
import tempfile
import tracemalloc
import unittest
import unittest.mock

import fake_ceph
from glance_store import exceptions
from glance_store import multi_backend as stores
from open_store import open_store

import parallel_rbd
import sparse_file

MIB = 2**20
# Small ones, so that there are many of them in an image.
PIECE = parallel_rbd.PIECE = sparse_file.PIECE = 2**16
sparse_file.ZEROS = bytes(PIECE)
cluster = fake_ceph.cluster
logging.disable()


class Limiting:
    """As Glance's LimitingReader: tells what it has read."""

    def __init__(self, data, limit=2**62):
        self.data = data
        self.limit = limit
        self.bytes_read = 0

    def read(self, size):
        result = self.data.read(size)
        self.bytes_read += len(result)
        if self.bytes_read > self.limit:
            raise ValueError("too large")
        return result


class Inspecting:
    """As InspectWrapper and CallbackIterator: sees every piece."""

    def __init__(self, source):
        self._source = source
        self.seen = hashlib.sha256()

    def read(self, size):
        result = self._source.read(size)
        self.seen.update(result)
        return result


class Cooperative:
    """As Glance's CooperativeReader: keeps the method of what it reads."""

    def __init__(self, fd):
        self.fd = fd
        self.read = fd.read


class Verifier:
    """As that of a signature."""

    def __init__(self):
        self.seen = hashlib.sha256()
        self.update = self.seen.update


class CountingFile(io.FileIO):
    """Counts what is read from the disk."""

    bytes_read = 0

    def readinto(self, buffer):
        length = super().readinto(buffer)
        self.bytes_read += length
        return length

    def readall(self):
        raise AssertionError("all of it at once")


def wrapped(file):
    """Returns what Glance hands to a store, and who of it has seen every piece."""
    inspecting = Inspecting(Limiting(Cooperative(file)))
    return Limiting(Cooperative(inspecting)), inspecting


def random_file(dice, directory):
    """Makes a file of data, zeros and holes."""
    path = os.path.join(directory, "image")
    with open(path, "wb") as file:
        for _ in range(dice.randrange(1, 8)):
            length = dice.choice([0, 1, 4096, PIECE - 1, PIECE, PIECE + 1, MIB, 3 * PIECE, dice.randrange(MIB)])
            kind = dice.choice(["data", "zeros", "hole", "hole"])
            if kind == "hole":
                file.seek(length, os.SEEK_END)
                file.truncate()
            else:
                file.write(dice.randbytes(length) if kind == "data" else bytes(length))
    return path


def outcome(kind, image_file, size=0, thin=True, verifier=None):
    """What storing an image tells, or type and text of what it raises, and the image."""
    try:
        told = open_store(kind, thin).add("image", image_file, size, "sha512", verifier=verifier)
    except Exception as error:
        # How much of too much has been read depends on the size of the pieces.
        told = (type(error), str(error).partition(", got")[0])
    stored = cluster.images.pop("image", None)
    if stored is None:
        return told, None
    return told, (bytes(stored["data"]), stored["order"], stored["snapshots"])


class TestStores(unittest.TestCase):
    """The same image in both stores."""

    def setUp(self):
        cluster.__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def assert_same(self, make, **settings):
        """That both stores do the same with the image files that are made, and what that is."""
        expected, actual = (outcome(kind, make(), **settings) for kind in ("rbd", "parallel_rbd"))
        self.assertEqual(actual[0], expected[0])
        self.assertTrue(actual[1] == expected[1], "other bytes or snapshots")
        return actual[0]

    def open(self, path):
        file = open(path, "rb")
        self.addCleanup(file.close)
        return file

    def data_file(self, length):
        """Makes a file of random data; its path."""
        path = os.path.join(self.directory.name, "image")
        with open(path, "wb") as file:
            file.write(random.Random(0).randbytes(length))  # noqa: S311
        return path

    def test_files_of_data_zeros_and_holes_are_stored_alike(self):
        for seed in range(60):
            dice = random.Random(seed)  # noqa: S311
            path = random_file(dice, self.directory.name)
            size, thin = dice.choice([0, os.path.getsize(path)]), dice.random() < 0.8
            with self.subTest(seed=seed, size=size, thin=thin):
                self.assert_same(lambda path=path: wrapped(self.open(path))[0], size=size, thin=thin)

    def test_what_is_no_file_is_stored_alike(self):
        data = random.Random(0).randbytes(MIB + 7) + bytes(MIB)  # noqa: S311
        for make in (lambda: wrapped(io.BytesIO(data))[0], lambda: io.BytesIO(data), lambda: iter([data, b"", data])):
            self.assert_same(make)

    def test_an_image_without_bytes_is_stored_alike(self):
        self.assert_same(lambda: io.BytesIO(b""))

    def test_wrappers_and_verifier_see_all_bytes_also_those_of_holes(self):
        path = random_file(random.Random(3), self.directory.name)  # noqa: S311
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        image_file, inspecting = wrapped(self.open(path))
        verifier = Verifier()
        outcome("parallel_rbd", image_file, verifier=verifier)
        self.assertEqual(image_file.bytes_read, os.path.getsize(path))
        self.assertEqual(inspecting.seen.hexdigest(), digest)
        self.assertEqual(verifier.seen.hexdigest(), digest)

    def test_holes_are_neither_read_nor_written(self):
        path = self.data_file(4)
        os.truncate(path, 2**30)
        file = io.BufferedReader(CountingFile(path))
        self.addCleanup(file.close)
        cluster.images["image"] = {"data": bytearray(PIECE), "written": []}
        chunks = parallel_rbd.utils.chunkreadable(parallel_rbd.skip_holes(file), PIECE)
        size = open_store("parallel_rbd").write(fake_ceph.Image(None, "image"), chunks, 2**30, [])
        self.assertEqual(size, 2**30)
        self.assertEqual(cluster.images["image"]["written"], [range(PIECE)])
        self.assertLessEqual(file.raw.bytes_read, 2 * PIECE)

    def test_a_file_is_read_on_from_where_it_stands(self):
        path = self.data_file(3 * PIECE)
        os.truncate(path, 8 * PIECE)
        with open(path, "rb") as whole:
            expected = whole.read()[7:]
        file = self.open(path)
        file.read(7)
        self.assertEqual(outcome("parallel_rbd", file)[1][0], expected)

    def test_a_file_is_read_to_its_end_where_no_size_is_asked_for(self):
        path = self.data_file(PIECE)
        os.truncate(path, 8 * PIECE)
        with open(path, "rb") as whole:
            expected = whole.read()
        for sizes in ((), (None,), (-1,)):
            self.assertEqual(sparse_file.SparseFile(self.open(path)).read(*sizes), expected)

    def test_a_file_is_read_where_nobody_tells_of_holes(self):
        path = self.data_file(PIECE)
        os.truncate(path, 4 * PIECE)

        def lseek(descriptor, offset, whence, known=os.lseek):
            if whence == os.SEEK_DATA:
                raise OSError(errno.EINVAL, "unknown")
            return known(descriptor, offset, whence)

        with unittest.mock.patch("os.lseek", lseek):
            self.assert_same(lambda: self.open(path))

    def test_writes_in_flight_are_bounded(self):
        path = self.data_file(3 * MIB)
        outcome("parallel_rbd", self.open(path))
        self.assertGreater(cluster.most_in_flight, 1)
        self.assertLessEqual(cluster.most_in_flight, parallel_rbd.PIECES)

    def test_bytes_in_flight_are_bounded(self):
        chunk = bytes(range(1, 256)) * (8 * MIB // 255)
        cluster.images["image"] = {"data": bytearray(len(chunk)), "written": []}
        size = open_store("parallel_rbd").write(fake_ceph.Image(None, "image"), iter([chunk]), len(chunk), [])
        self.assertEqual(size, len(chunk))
        self.assertEqual(cluster.images["image"]["data"], chunk)
        self.assertLessEqual(max(map(len, cluster.images["image"]["written"])), PIECE)

    def test_memory_is_bounded_however_slow_hashing_is(self):
        path = self.data_file(16 * MIB)
        cluster.images["image"] = {"data": bytearray(16 * MIB), "written": []}
        store, file, slow = open_store("parallel_rbd"), self.open(path), unittest.mock.Mock()
        slow.update = lambda piece: hashlib.sha512(piece * 8)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        chunks = parallel_rbd.utils.chunkreadable(file, PIECE)
        store.write(fake_ceph.Image(None, "image"), chunks, 16 * MIB, [slow, slow, slow])
        pieces = tracemalloc.get_traced_memory()[1] / PIECE
        # Beside those of the driver: the one that is read, and what the slow ones make.
        self.assertLess(pieces, 2 * parallel_rbd.PIECES + 1 + 1 + 3 * 8)

    def test_failed_writes_end_alike(self):
        path = self.data_file(5 * MIB)
        errors = (*fake_ceph.ERRORS.values(), fake_ceph.IncompleteWriteError)
        for error in errors:
            for first in (0, 2 * MIB, 4 * MIB):
                cluster.failing = lambda offset, first=first, error=error: error() if offset >= first else None
                with self.subTest(error=error, first=first):
                    told = self.assert_same(lambda: self.open(path), size=5 * MIB)
                    known = {"NoSpace": exceptions.StorageFull, "IncompleteWriteError": exceptions.Invalid}
                    self.assertEqual(told[0], known.get(error.__name__, error))

    def test_a_write_that_fails_once_is_repeated(self):
        path = self.data_file(4 * MIB)
        failures = [fake_ceph.ERRORS[errno.ETIMEDOUT]()]
        cluster.failing = lambda offset: failures.pop() if failures else None
        told, stored = outcome("parallel_rbd", self.open(path))
        with open(path, "rb") as file:
            self.assertEqual(stored[0], file.read())
        self.assertEqual(told[1], 4 * MIB)

    def test_a_lost_connection_ends_alike(self):
        path = self.data_file(4 * MIB)

        def fail(offset):
            cluster.reachable = offset < 2 * MIB
            return None if cluster.reachable else fake_ceph.ERRORS[errno.ETIMEDOUT]()

        cluster.failing = fail
        for kind in ("rbd", "parallel_rbd"):
            cluster.reachable = True
            with self.subTest(kind):
                told, stored = outcome(kind, self.open(path), size=4 * MIB)
                self.assertEqual(told[0], exceptions.BackendException)
                # Nobody can remove it.
                self.assertEqual(stored[2], {})

    def test_images_that_end_too_early_or_too_late_are_refused_alike(self):
        path = self.data_file(3 * MIB)
        for size in (1, MIB, 3 * MIB - 1, 3 * MIB + 1):
            with self.subTest(size):
                self.assertEqual(self.assert_same(lambda: self.open(path), size=size)[0], exceptions.Invalid)

    def test_what_a_wrapper_raises_ends_the_import_alike(self):
        path = self.data_file(4 * MIB)
        self.assertEqual(self.assert_same(lambda: Limiting(Limiting(self.open(path), 2 * MIB)))[0], ValueError)

    def test_what_the_verifier_raises_ends_the_import_alike_and_soon(self):
        refusing = unittest.mock.Mock()
        refusing.update.side_effect = KeyError
        path = self.data_file(8 * MIB)
        self.assertEqual(self.assert_same(lambda: self.open(path), verifier=refusing)[0], KeyError)
        limiting = Limiting(self.open(path))
        refusing.update.reset_mock()
        outcome("parallel_rbd", limiting, verifier=refusing)
        refusing.update.assert_called_once()
        self.assertLess(limiting.bytes_read, 8 * MIB)

    def test_an_image_that_exists_is_refused_alike_and_kept(self):
        for kind in ("rbd", "parallel_rbd"):
            cluster.images["image"] = {"data": bytearray(b"old"), "order": 0, "written": [], "snapshots": {}}
            told, stored = outcome(kind, io.BytesIO(b"new"))
            self.assertEqual(told, (exceptions.Duplicate, "RBD image image already exists"))
            self.assertEqual(stored, (b"old", 0, {}))

    def test_the_store_is_of_the_type_that_glance_describes(self):
        store = open_store("parallel_rbd")
        self.assertIsInstance(store, parallel_rbd.Store)
        self.assertEqual(store.conf.enabled_backends["ceph"], "rbd")
        # Also when Glance makes it anew for the next image.
        self.assertIsInstance(stores.get_store_from_store_identifier("ceph"), parallel_rbd.Store)

    def test_several_stores_are_all_of_that_type_and_store_alike(self):
        conf = open_store("parallel_rbd", others=("second",)).conf
        self.assertEqual(conf.enabled_backends, {"ceph": "rbd", "second": "rbd"})
        path = self.data_file(3 * MIB)
        told = []
        for name in conf.enabled_backends:
            store = stores.get_store_from_store_identifier(name)
            self.assertIsInstance(store, parallel_rbd.Store)
            told.append(store.add(f"image in {name}", self.open(path), 0, "sha512"))
        self.assertEqual([tuple(one[1:4]) for one in told], [tuple(told[0][1:4])] * 2)
        self.assertEqual([one[4] for one in told], [{"store": "ceph"}, {"store": "second"}])


if __name__ == "__main__":
    unittest.main()
