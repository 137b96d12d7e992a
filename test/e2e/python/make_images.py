"""Makes images without data, one after the other.

Arguments: the port of the API, and how many. Prints the status of each answer as JSON, with the image if there is one.
"""

import json

from api import Api
from configuration import load_configuration


def main(port: int, count: int) -> None:
    api = Api(load_configuration(), port)
    for number in range(count):
        body = {"name": f"made-{number}", "disk_format": "raw", "container_format": "bare"}
        status, answer = api.request("POST", "/v2/images", body)
        print(json.dumps({"status": status, "image": (answer or {}).get("id")}))
