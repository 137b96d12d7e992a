"""Prints the format that Glance finds in a file that is staged on this pod, as JSON; null where it finds none.

Argument: the path of the file.
"""

import json
from typing import Optional

from oslo_utils.imageutils import format_inspector


def format_of(path: str) -> Optional[str]:
    try:
        found = str(format_inspector.detect_file_format(path))
    except (OSError, format_inspector.ImageFormatError):
        return None
    # Glance takes a disk with partitions for raw.
    return "raw" if found == "gpt" else found


def main(path: str) -> None:
    print(json.dumps({"format": format_of(path)}))
