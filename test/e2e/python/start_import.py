"""Asks this pod to import an image, and prints the answer's status as JSON.

Arguments: the port of the API, and the id of the image.
"""

import json

from api import Api
from configuration import load_configuration


def main(port: int, image: str) -> None:
    body = {"method": {"name": "glance-direct"}}
    status, _ = Api(load_configuration(), port).request("POST", f"/v2/images/{image}/import", body)
    print(json.dumps({"status": status}))
