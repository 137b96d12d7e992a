"""Brings the database to the schema of the image, and loads the metadata definitions.

Argument: the directory with the configuration. Ends with one sentence when the image does not fit.
"""

import os
import subprocess
import sys

from glance_image import EXIT_CODE, check_image, keep_byte_code

# Images keep them beside their configuration, or where pip has put them.
METADEFS = ("/etc/glance/metadefs", f"{sys.prefix}/etc/glance/metadefs")


def find_metadefs():
    found = [directory for directory in METADEFS if os.path.isdir(directory)]
    if not found:
        print(f"The image does not fit: it has no metadata definitions in {' or '.join(METADEFS)}.", file=sys.stderr)
        sys.exit(EXIT_CODE)
    return found[0]


def main(directory):
    check_image()
    keep_byte_code()
    metadefs = find_metadefs()
    manage = ["glance-manage", "--config-dir", directory]
    for step in (["db_sync"], ["db_load_metadefs", metadefs]):
        status = subprocess.run([*manage, *step], check=False).returncode
        if status != 0:
            sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
