"""Tests of what the metrics count in the staging directory of a pod."""

import contextlib
import os
import tempfile
import unittest

from glance_metrics import STAT_BLOCK, UUID_LENGTH, open_images, staged_files


class TestStaging(unittest.TestCase):
    """A directory with staged files."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = folder.name
        self.files = contextlib.ExitStack()
        self.addCleanup(self.files.close)

    def open(self, name: str, mode: str) -> None:
        self.files.enter_context(open(f"{self.directory}/{name}", mode))

    def test_images_that_are_read_and_images_that_are_only_written_are_told_apart(self):
        imported, uploaded, failed = ("a" * UUID_LENGTH, "b" * UUID_LENGTH, "c" * UUID_LENGTH)
        for image in (imported, uploaded, failed):
            self.open(image, "wb")
        self.open(imported, "rb")
        self.open(f"{imported}.raw", "wb")
        os.remove(f"{self.directory}/{failed}")
        self.assertEqual(open_images(self.directory), ({imported}, {uploaded}))

    def test_files_have_times_and_sizes_and_a_directory_that_is_not_there_has_none(self):
        with open(f"{self.directory}/file", "wb") as file:
            file.write(b"x" * 10000)
            file.flush()
            os.fsync(file.fileno())
        os.utime(f"{self.directory}/file", (1000, 1000))
        [file] = staged_files(self.directory)
        self.assertEqual(file.st_mtime, 1000)
        self.assertGreaterEqual(file.st_blocks * STAT_BLOCK, 10000)
        self.assertEqual(staged_files(f"{self.directory}/none"), [])
