"""Prints the status of an image, and the stores that its import has failed for, as JSON.

Arguments: the port of the API, and the id of the image.
"""

import json

from api import Api
from configuration import load_configuration


def main(port: int, image_id: str) -> None:
    _, answer = Api(load_configuration(), port).request("GET", f"/v2/images/{image_id}")
    image = answer or {"status": None}
    print(json.dumps({"status": image["status"], "failedStores": image.get("os_glance_failed_import", "")}))
