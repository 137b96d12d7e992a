"""The API of Glance in this pod."""

import http.client
import json

from oslo_config import cfg

from configuration import get_token

# What python-glanceclient sends at once (glanceclient/common/http.py); Python's own is 8 KiB.
BLOCK = 64 * 1024


class Api:
    """What Glance answers in this very pod, to its own user."""

    def __init__(self, configuration: cfg.ConfigOpts, port: int):
        self.port = port
        self.token = get_token(configuration)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120, blocksize=BLOCK)

    def request(self, method: str, path: str, body=None):
        """Status and, if there is one, the JSON of an answer."""
        connection = self.connect()
        headers = {"X-Auth-Token": self.token, "Content-Type": "application/json"}
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(text) if text and is_json else None
