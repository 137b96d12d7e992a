"""Has this pod download an image.

Arguments: the URL. Prints as JSON the answer to the import, the status of the image when the import has ended, and what
the log of Glance says of the host.
"""

import json
import time

from api import Api
from configuration import load_configuration
from images import make_image

PORT = 9292
LIMIT = 60  # seconds
LOG = "/var/log/glance/glance-api.log"


def main(url: str) -> None:
    api = Api(load_configuration(), PORT)
    image = make_image(api, "download")
    body = {"method": {"name": "web-download", "uri": url}}
    answer = api.request("POST", f"/v2/images/{image}/import", body)[0]
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        tasks = api.request("GET", f"/v2/images/{image}/tasks")[1]["tasks"]
        if all(task["status"] in ("success", "failure") for task in tasks):
            break
        time.sleep(0.5)
    status = api.request("GET", f"/v2/images/{image}")[1]["status"]
    api.request("DELETE", f"/v2/images/{image}")
    with open(LOG, encoding="utf-8", errors="replace") as lines:
        log = [line for line in lines if "is refused: it leads to the address" in line]
    print(json.dumps({"answer": answer, "status": status, "log": log[-1:]}))
