"""Tests that the modules which are sent into pods find each other."""

import importlib
import pathlib
import pkgutil
import unittest

ROOT = pathlib.Path(__file__).parents[2]


class TestImports(unittest.TestCase):
    """What a linter, which reads one file at a time, does not see."""

    def test_every_module_finds_the_names_that_it_imports(self):
        folders = [str(ROOT / folder) for folder in ("ops/python", "test/e2e/python")]
        names = {module.name for module in pkgutil.iter_modules(folders)} - {"bootstrap"}
        self.assertGreater(len(names), 30)
        for name in names:
            with self.subTest(name):
                importlib.import_module(name)
