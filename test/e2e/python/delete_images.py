"""Asks this pod to delete images.

Arguments: the port of the API, and the ids of the images. Prints the status of each answer as JSON.
"""

import json

from api import Api
from configuration import load_configuration


def main(port: int, ids: list[str]) -> None:
    api = Api(load_configuration(), port)
    for image in ids:
        status, _ = api.request("DELETE", f"/v2/images/{image}")
        print(json.dumps({"status": status}))
