"""The store driver `parallel_rbd`: that of glance_store for Ceph RBD, at the speed of the disks.

glance_store's own writes one piece of an image after another, hashes each in between, and looks at every byte of a
piece to find out that it is zero. Here several pieces are written at a time, while threads hash them. What is stored
and what is told is the same, also of failures.
"""

import contextlib
import logging
import math
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import rbd
from glance_store import capabilities, driver, exceptions
from glance_store._drivers import rbd as stock
from glance_store._drivers.rbd import StoreLocation
from glance_store.common import utils

from sparse_file import PIECE, is_zero, skip_holes

LOG = logging.getLogger(__name__)
# Of one image: so many are written at a time, and so many wait to be hashed.
PIECES = 16


def cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cuts chunks into pieces; what cannot be read piece by piece yields them as large as it likes."""
    for chunk in chunks:
        yield from (chunk[start : start + PIECE] for start in range(0, len(chunk), PIECE))


class Background:
    """Does something with one piece after another in a thread of its own."""

    def __init__(self, work: Callable[[bytes], object]):
        self.work = work
        self.pieces = queue.Queue(PIECES)
        self.error = None
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self) -> None:
        for piece in iter(self.pieces.get, None):
            if self.error is None:
                try:
                    self.work(piece)
                except Exception as error:
                    self.error = error

    def put(self, piece: bytes) -> None:
        if self.error is not None:
            raise self.error
        self.pieces.put(piece)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.pieces.put(None)
        self.thread.join()
        if kind is None and self.error is not None:
            raise self.error


class Writes:
    """Writes to an image, several at a time."""

    def __init__(self, image: rbd.Image):
        self.image = image
        self.pending = deque()

    def start(self, piece: bytes, offset: int) -> None:
        if len(self.pending) == PIECES:
            self.finish()
        completion = self.image.aio_write(piece, offset, lambda _: None)
        self.pending.append((completion, piece, offset))

    def finish(self) -> None:
        """Waits for the oldest one."""
        completion, piece, offset = self.pending.popleft()
        completion.wait_for_complete_and_cb()
        if completion.get_return_value() < 0:
            # A failure has no name here. Tried once more, as glance_store does it, it gets the one that it has there.
            self.image.write(piece, offset)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            while self.pending and kind is None:
                self.finish()
        finally:
            for completion, _, _ in self.pending:
                completion.wait_for_complete_and_cb()


class Store(stock.Store):
    """Stores, reads and deletes images."""

    def __init__(self, conf, backend=None):
        super().__init__(conf, backend)
        # Glance describes a store to its users by its type, and knows only those of glance_store.
        if conf.enabled_backends[backend] != "rbd":
            conf.set_override("enabled_backends", {**conf.enabled_backends, backend: "rbd"})

    @driver.back_compat_add
    @capabilities.check
    def add(self, image_id, image_file, image_size, hashing_algo, context=None, verifier=None):
        """Stores an image as glance_store does; a size of 0 is an unknown one."""
        name = str(image_id)
        hashers = [utils.get_hasher("md5", False), utils.get_hasher(hashing_algo, False)]
        order = int(math.log(self.WRITE_CHUNKSIZE, 2))
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(self.get_connection(conffile=self.conf_file, rados_id=self.user))
            ioctx = stack.enter_context(connection.open_ioctx(self.pool))
            try:
                location = self._create_image(connection.get_fsid(), connection, ioctx, name, image_size, order)
            except rbd.ImageExists as error:
                raise exceptions.Duplicate(message=f"RBD image {name} already exists") from error
            with self.removed_on_failure(location), rbd.Image(ioctx, name) as image:
                chunks = utils.chunkreadable(skip_holes(image_file), PIECE)
                size = self.write(image, chunks, image_size, [*hashers, verifier] if verifier else hashers)
                image.create_snap(location.snapshot)
                image.protect_snap(location.snapshot)
        checksum, multihash = (hasher.hexdigest() for hasher in hashers)
        return location.get_uri(), size, checksum, multihash, {"store": self.backend_group}

    @contextlib.contextmanager
    def removed_on_failure(self, location: StoreLocation):
        try:
            yield
        except Exception as error:
            # The words are those of glance_store, by which operators find the cause.
            message = f"Failed to store image {location.image} "
            if isinstance(error, rbd.NoSpace):
                known = exceptions.StorageFull(message=f"{message}insufficient space available")
            elif isinstance(error, rbd.IncompleteWriteError):
                reason = f"image data exceeded the expected size. Store Exception {error}"
                known = exceptions.Invalid(message=message + reason)
            else:
                known = None
            LOG.error(known or f"{message}Store Exception {error}")
            with contextlib.suppress(exceptions.NotFound):
                self._delete_image(location.pool, location.image, location.snapshot)
            if known is None:
                raise
            raise known from error

    def write(self, image: rbd.Image, chunks: Iterable[bytes], image_size: int, hashers: list) -> int:
        """Writes and hashes the chunks; returns how many bytes they are."""
        size = 0
        with contextlib.ExitStack() as stack:
            hashing = [stack.enter_context(Background(hasher.update)) for hasher in hashers]
            writes = stack.enter_context(Writes(image))
            for piece in cut(chunks):
                offset, size = size, size + len(piece)
                self.size = self._resize_on_write(image, image_size, offset, len(piece))
                if 0 < image_size < size:
                    raise exceptions.Invalid(f"Size exceeds: expected {image_size} bytes, got {size} bytes")
                for background in hashing:
                    background.put(piece)
                if not (self.thin_provisioning and is_zero(piece)):
                    writes.start(piece, offset)
        if image_size == 0:
            image.resize(size)
        elif size != image_size:
            raise exceptions.Invalid(f"Size mismatch: expected {image_size} bytes, got {size} bytes")
        return size
