"""What the image that this runs in must have, and how its Python starts.

It says in one sentence what an image lacks: images come from many places, and every other sign of it is obscure. That
must be readable by any Python 3, so nothing newer is used before the version is known.
"""

import importlib
import importlib.util
import os
import shutil
import sys

# Of sysexits.h: the configuration is wrong, and to start again does not help.
EXIT_CODE = 78
LEAST_PYTHON = (3, 9)
LEAST_GLANCE = 30
PROGRAMS = {
    "glance-manage": "which migrates the database",
    "qemu-img": "with which images are converted",
    "uwsgi": "which serves Glance",
}
MODULES = {
    "rados": "with which images are stored in Ceph",
    "rbd": "with which images are stored in Ceph",
    "pymysql": "with which the database is reached",
}
BYTE_CODE = "/tmp/byte-code"  # noqa: S108 - the volume of this container alone


def glance_version():
    """The version of Glance; None where there is none."""
    from importlib import metadata

    try:
        return metadata.version("glance")
    except metadata.PackageNotFoundError:
        return None


def find_problem():
    """Why Glance cannot run in this image, as the rest of a sentence; None when it can."""
    if sys.version_info < LEAST_PYTHON:
        return f"its python3 is {sys.version.split()[0]}, and Glance {LEAST_GLANCE} needs 3.9 or later"
    version = glance_version()
    if version is None:
        return f"its python3, {sys.executable}, has no Glance"
    if int(version.split(".")[0]) < LEAST_GLANCE:
        return f"it has Glance {version}, and {LEAST_GLANCE} (2025.1) is the oldest that is supported"
    for program, purpose in PROGRAMS.items():
        if shutil.which(program) is None:
            return f"it has no {program} on PATH, {purpose}"
    for module, purpose in MODULES.items():
        try:
            importlib.import_module(module)
        except ImportError as error:
            return f"its python3 cannot import {module}, {purpose} ({error})"
    return None


def check_image():
    """Ends the process with one sentence when Glance cannot run in this image."""
    problem = find_problem()
    if problem is not None:
        print(f"The image does not fit: {problem}; docs/image.md names images that do.", file=sys.stderr)
        sys.exit(EXIT_CODE)


def keep_byte_code():
    """Lets Python keep byte code in a volume where the image has none: every process would make it anew, for 20 s."""
    package = importlib.util.find_spec("glance").submodule_search_locations[0]
    if not os.path.exists(importlib.util.cache_from_source(f"{package}/__init__.py")):
        os.environ["PYTHONPYCACHEPREFIX"] = BYTE_CODE
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
