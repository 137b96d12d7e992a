"""Tests of what is kept out of the log."""

import logging
import unittest

from oslo_config import cfg

import glance_log


class TestLog(unittest.TestCase):
    """What glance_store says of drivers that it cannot load."""

    def setUp(self):
        cfg.CONF.enabled_backends = {"rbd": "rbd"}
        glance_log.quiet_log()
        self.log = logging.getLogger("stevedore.extension")
        self.addCleanup(self.log.filters.clear)

    def lines(self, *messages):
        with self.assertLogs("stevedore.extension") as logs:
            self.log.error("the last line")
            for message in messages:
                self.log.error(*message)
        return logs.output[1:]

    def test_is_dropped_of_stores_that_are_not_used(self):
        for name in ("cinder", "glance.store.cinder.Store", "no_conf"):
            self.assertEqual(self.lines(("Could not load %r: %s", name, ImportError("os_brick"))), [])

    def test_is_kept_of_a_store_that_is_used(self):
        self.assertEqual(len(self.lines(("Could not load %r: %s", "rbd", ImportError("rados")))), 1)

    def test_is_kept_otherwise(self):
        self.assertEqual(len(self.lines(("Something else",), ("Could not load all",))), 2)
