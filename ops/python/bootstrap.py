"""Runs a Python module in a pod, where neither it nor the modules that it imports are installed.

Standard input: JSON with `sources`, the text of every module by its name, the `module` to run and the `arguments` for
its function `main`. Nothing is written: the file system of a pod may be read-only.
"""

import importlib
import importlib.abc
import importlib.util
import json
import sys


class Sources(importlib.abc.MetaPathFinder, importlib.abc.ExecutionLoader):
    """Finds and loads modules by their sources."""

    def __init__(self, sources):
        self.sources = sources

    def find_spec(self, fullname, path=None, target=None):
        return importlib.util.spec_from_loader(fullname, self) if fullname in self.sources else None

    def get_filename(self, fullname):
        return f"{fullname}.py"

    def get_source(self, fullname):
        return self.sources[fullname]


call = json.load(sys.stdin.buffer)
sys.meta_path.insert(0, Sources(call["sources"]))
importlib.import_module(call["module"]).main(*call["arguments"])
