"""Uploads images to this pod for a while, a byte a second, with more connections than Glance has threads.

Arguments: the port of the API, and for how many seconds, more than a minute. Prints as JSON what another request was
answered meanwhile.
"""

import json
import time

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, begin_staging, make_image

CONNECTIONS = 16
# More than Apache takes before it asks Glance.
FIRST_PART = 65536


def main(port: int, seconds: int) -> None:
    api = Api(load_configuration(), port)
    images = [make_image(api, "slow") for _ in range(CONNECTIONS)]
    uploads = [begin_staging(api, image, api.token, {"Content-Length": str(MEBIBYTE)}) for image in images]
    for connection in uploads:
        connection.send(b"x" * FIRST_PART)

    # Until Apache has handed them to Glance.
    time.sleep(2)
    other = api.connect()
    other.request("GET", "/healthcheck")
    for _ in range(seconds):
        time.sleep(1)
        for connection in uploads:
            connection.send(b"x")
    print(json.dumps({"status": other.getresponse().status}))

    for connection in uploads:
        connection.close()
    for image in images:
        api.request("DELETE", f"/v2/images/{image}")
