"""Calls the API of this pod for an image.

Arguments: its port, method, path below /v2/images, and the body if there is one. Prints the status and the answer as
JSON.
"""

import json

from api import Api
from configuration import load_configuration


def main(port: int, method: str, path: str, body=None) -> None:
    status, answer = Api(load_configuration(), port).request(method, f"/v2/images/{path}", body)
    print(json.dumps({"status": status, "answer": answer}))
