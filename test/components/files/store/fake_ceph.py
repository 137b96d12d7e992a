"""Stand-ins for the modules rados and rbd: a cluster in memory, whose writes take time, end in any order, and fail."""

import contextlib
import errno
import random
import sys
import threading
import time
from types import ModuleType


class Error(Exception):
    """What rbd raises."""


ERRORS = {
    errno.ENOSPC: type("NoSpace", (Error,), {}),
    errno.ETIMEDOUT: type("OSError", (Error,), {}),
    errno.EINVAL: type("InvalidArgument", (Error,), {}),
}
ImageExists, ImageNotFound, ImageHasSnapshots, ImageBusy, IncompleteWriteError = (
    type(name, (Error,), {})
    for name in ("ImageExists", "ImageNotFound", "ImageHasSnapshots", "ImageBusy", "IncompleteWriteError")
)


class Cluster:
    """What is stored, and how writes end: `failing` gets their offset and returns None or an error."""

    def __init__(self):
        self.images = {}
        self.failing = lambda offset: None
        self.reachable = True
        self.in_flight = self.most_in_flight = 0
        self.lock = threading.Lock()

    def write(self, name, data, offset):
        with self.lock:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        time.sleep(random.random() / 2000)  # noqa: S311
        with self.lock:
            self.in_flight -= 1
            image = self.images[name]
            error = self.failing(offset)
            if error is None and offset + len(data) > len(image["data"]):
                error = ERRORS[errno.EINVAL]("beyond the end")
            if error is None:
                image["data"][offset : offset + len(data)] = data
                image["written"].append(range(offset, offset + len(data)))
        return error


cluster = Cluster()


class Rados:
    """A connection."""

    def __init__(self, **_):
        self.shutdown = self.conf_set = lambda *_: None

    def connect(self):
        if not cluster.reachable:
            raise Error("not reachable")

    def get_fsid(self):
        return "fsid"

    def conf_get(self, _):
        return "61"

    @contextlib.contextmanager
    def open_ioctx(self, pool):
        yield pool


class RBD:
    """What is done with images as a whole."""

    def create(self, _, name, size, order, **__):
        if name in cluster.images:
            raise ImageExists
        cluster.images[name] = {"data": bytearray(size), "order": order, "written": [], "snapshots": {}}

    def remove(self, _, name):
        if name not in cluster.images:
            raise ImageNotFound
        if cluster.images[name]["snapshots"]:
            raise ImageHasSnapshots
        del cluster.images[name]


class Completion:
    """A write that is under way."""

    def __init__(self, write):
        self.error = None
        self.thread = threading.Thread(target=lambda: setattr(self, "error", write()))
        self.thread.start()

    def wait_for_complete_and_cb(self):
        self.thread.join()

    def get_return_value(self):
        return 0 if self.error is None else -errno.EIO


class Image:
    """An open image."""

    def __init__(self, _, name, **__):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert cluster.in_flight == 0, "closed while it is written"

    @property
    def image(self):
        return cluster.images[self.name]

    def write(self, data, offset):
        error = cluster.write(self.name, data, offset)
        if error is not None:
            raise error

    def aio_write(self, data, offset, oncomplete):
        assert type(data) is bytes
        return Completion(lambda: cluster.write(self.name, data, offset))

    def resize(self, size):
        data = self.image["data"]
        data[size:] = bytes(max(0, size - len(data)))

    def create_snap(self, name):
        assert cluster.in_flight == 0, "a snapshot of what is being written"
        self.image["snapshots"][name] = "made"

    def protect_snap(self, name):
        self.image["snapshots"][name] = "protected"

    def unprotect_snap(self, name):
        if name not in self.image["snapshots"]:
            raise ImageNotFound

    def remove_snap(self, name):
        del self.image["snapshots"][name]


def install():
    """From now on both are imported in place of those of Ceph."""
    rados, rbd = ModuleType("rados"), ModuleType("rbd")
    rados.Rados, rados.Error, rados.ObjectNotFound = Rados, Error, type("ObjectNotFound", (Error,), {})
    rbd.RBD, rbd.Image, rbd.RBD_FEATURE_LAYERING = RBD, Image, 1
    for error in (*ERRORS.values(), ImageExists, ImageNotFound, ImageHasSnapshots, ImageBusy, IncompleteWriteError):
        setattr(rbd, error.__name__, error)
    sys.modules.update(rados=rados, rbd=rbd)
