"""Stages without the checksums that nobody reads.

The filesystem driver computes two MD5 sums of all that it stores (glance_store/_drivers/filesystem.py). Glance throws
those of staged data away (glance/api/v2/image_data.py) and computes its own when it imports; they take nine tenths of
the driver's time.
"""

import threading

from glance_store._drivers import filesystem

STAGING_STORE = "os_glance_staging_store"
# `unread`: whether nobody reads the checksums that this thread computes.
checksums = threading.local()


class NoChecksum:
    """In place of what hashlib computes."""

    def update(self, data: bytes) -> None:
        pass

    def hexdigest(self) -> str:
        return ""


def stage_without_checksums() -> None:
    """From now on, for the life of the process."""
    get_hasher, add = filesystem.utils.get_hasher, filesystem.Store.add

    def get_read_hasher(*args, **kwargs):
        return NoChecksum() if getattr(checksums, "unread", False) else get_hasher(*args, **kwargs)

    def add_unread(store, *args, **kwargs):
        checksums.unread = store.backend_group == STAGING_STORE
        try:
            return add(store, *args, **kwargs)
        finally:
            checksums.unread = False

    filesystem.utils.get_hasher = get_read_hasher
    filesystem.Store.add = add_unread
