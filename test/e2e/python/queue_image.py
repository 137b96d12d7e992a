"""Makes an image without data.

Arguments: the port of the API, and the format that is declared. Prints the image as JSON.
"""

import json

from api import Api
from configuration import load_configuration
from images import make_image


def main(port: int, disk_format: str) -> None:
    print(json.dumps({"image": make_image(Api(load_configuration(), port), "queued", disk_format)}))
