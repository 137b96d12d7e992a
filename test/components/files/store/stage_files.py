"""Stages and stores with the filesystem driver of glance_store, as the pods do."""

import hashlib
import io
import os
import tempfile
import unittest

import glance_store
from oslo_config import cfg

from glance_staging import STAGING_STORE, stage_without_checksums

DATA = os.urandom(200_000)
stage_without_checksums()


class Filesystem(unittest.TestCase):
    """Of the staging store, and of one for images."""

    @classmethod
    def setUpClass(cls):
        configuration = cfg.CONF
        configuration.register_opt(cfg.DictOpt("enabled_backends"))
        reserved = {STAGING_STORE: "file"}
        configuration.set_override("enabled_backends", {"disk": "file"})
        glance_store.register_store_opts(configuration, reserved_stores=reserved)
        configuration([])
        for group in ("disk", STAGING_STORE):
            directory = cls.enterClassContext(tempfile.TemporaryDirectory())
            configuration.set_override("filesystem_store_datadir", directory, group=group)
        configuration.set_override("default_backend", "disk", group="glance_store")
        glance_store.create_multi_stores(configuration, reserved_stores=reserved)

    def add(self, store, size=0, **algorithm):
        driver = glance_store.get_store_from_store_identifier(store)
        return driver.add(self.id(), io.BytesIO(DATA), size, **algorithm)

    def test_stages_all_bytes_without_a_checksum(self):
        url, size, checksum, _ = self.add(STAGING_STORE)
        with open(url[len("file://") :], "rb") as file:
            self.assertEqual(file.read(), DATA)
        self.assertEqual((size, checksum), (len(DATA), ""))

    def test_computes_the_checksums_of_what_it_stores(self):
        self.add(STAGING_STORE)
        _, _, checksum, multihash, _ = self.add("disk", hashing_algo="sha512")
        self.assertEqual(checksum, hashlib.md5(DATA, usedforsecurity=False).hexdigest())
        self.assertEqual(multihash, hashlib.sha512(DATA).hexdigest())

    def test_computes_them_after_staging_has_failed(self):
        with self.assertRaises(glance_store.Invalid):
            self.add(STAGING_STORE, size=len(DATA) - 1)
        self.assertEqual(self.add("disk")[2], hashlib.md5(DATA, usedforsecurity=False).hexdigest())


if __name__ == "__main__":
    unittest.main()
