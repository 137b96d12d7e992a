"""Prints what Glance's database knows of images, as one JSON object a line.

Argument: ids of images to look up besides those that `find_images` finds by itself.
"""

import json

from configuration import load_configuration
from database import find_images, transaction


def main(ids: list[str]) -> None:
    with transaction(load_configuration()) as cursor:
        for image in find_images(cursor, ids):
            print(json.dumps(image))
