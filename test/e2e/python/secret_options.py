"""Prints the names of all options that Glance and its libraries declare as secret, as JSON objects a line."""

import importlib.metadata
import json
from collections.abc import Iterator

from keystoneauth1 import loading
from oslo_config import cfg


def declared() -> Iterator[cfg.Opt]:
    for point in importlib.metadata.entry_points(group="oslo.config.opts"):
        try:
            groups = point.load()()
        except ImportError:  # tests of a library, which the image does without
            continue
        for _, options in groups:
            yield from options
    for loader in loading.get_available_plugin_loaders().values():
        yield from (option._to_oslo_opt() for option in loader.get_options())


def main() -> None:
    for name in sorted({option.dest for option in declared() if option.secret}):
        print(json.dumps({"name": name}))
