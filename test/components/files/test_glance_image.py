"""Tests of how Glance is started in images of all kinds."""

import contextlib
import importlib
import io
import os
import sys
import tempfile
import unittest
from importlib import metadata
from unittest.mock import MagicMock, patch

import glance_image
import start_glance


class TestImage(unittest.TestCase):
    """What is said of an image."""

    def setUp(self):
        patches = (
            patch.object(metadata, "version", return_value="33.0.0"),
            patch.object(glance_image.shutil, "which", side_effect=lambda name: f"/usr/bin/{name}"),
        )
        self.version, self.which = (self.enterContext(one) for one in patches)

    def enterContext(self, context):  # noqa: N802 - unittest has it since Python 3.11
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def refusal(self):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as end:
            glance_image.check_image()
        self.assertEqual(end.exception.code, 78)
        return errors.getvalue()

    def test_one_that_has_everything_fits(self):
        for version in ("30.0.0", "30.2.1.dev5", "33.0.0"):
            self.version.return_value = version
            self.assertIsNone(glance_image.find_problem())

    def test_an_old_glance_does_not_fit(self):
        self.version.return_value = "29.0.2"
        self.assertEqual(
            self.refusal(),
            "The image does not fit: it has Glance 29.0.2, and 30 (2025.1) is the oldest that is supported; "
            "docs/image.md names images that do.\n",
        )

    def test_a_python_without_glance_does_not_fit(self):
        self.version.side_effect = metadata.PackageNotFoundError
        self.assertIn("has no Glance;", self.refusal())

    def test_an_old_python_does_not_fit(self):
        with patch.object(sys, "version_info", (3, 8, 10)):
            self.assertIn("and Glance 30 needs 3.9 or later;", self.refusal())

    def test_a_missing_program_is_named(self):
        for program in ("uwsgi", "qemu-img", "glance-manage"):
            self.which.side_effect = lambda name, missing=program: None if name == missing else name
            self.assertIn(f"it has no {program} on PATH, wh", self.refusal().replace(", with wh", ", wh"))

    def test_a_module_that_cannot_be_imported_is_named_with_the_reason(self):
        for module in ("rados", "rbd", "pymysql"):
            with patch.dict(sys.modules, {module: None}):
                self.assertRegex(self.refusal(), f"cannot import {module}, with which .* \\(import of {module} halted")


class TestByteCode(unittest.TestCase):
    """Where Python keeps byte code."""

    def prefix(self, has_byte_code: bool):
        with tempfile.TemporaryDirectory() as directory:
            if has_byte_code:
                path = importlib.util.cache_from_source(f"{directory}/__init__.py")
                os.mkdir(os.path.dirname(path))
                open(path, "w").close()
            spec = MagicMock(submodule_search_locations=[directory])
            with patch("importlib.util.find_spec", return_value=spec), patch.dict(os.environ):
                glance_image.keep_byte_code()
                return os.environ.get("PYTHONPYCACHEPREFIX")

    def test_is_the_image_where_it_has_byte_code(self):
        self.assertIsNone(self.prefix(True))

    def test_is_a_volume_where_it_has_none(self):
        self.assertEqual(self.prefix(False), glance_image.BYTE_CODE)


class TestStart(unittest.TestCase):
    """How uWSGI is started."""

    def test_with_the_environment_of_the_python_on_path(self):
        with patch.multiple(sys, prefix="/var/lib/openstack", base_prefix="/usr"):
            self.assertEqual(
                start_glance.uwsgi_command("uwsgi.ini"),
                ["uwsgi", "--ini", "uwsgi.ini", "--virtualenv", "/var/lib/openstack"],
            )

    def test_without_one_where_glance_belongs_to_the_system(self):
        with patch.multiple(sys, prefix="/usr", base_prefix="/usr"):
            self.assertEqual(start_glance.uwsgi_command("uwsgi.ini"), ["uwsgi", "--ini", "uwsgi.ini"])
