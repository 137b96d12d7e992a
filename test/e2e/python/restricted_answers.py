"""Asks the API of this pod with a token of an application credential.

Arguments: the port of the API, the URL of Keystone, id and secret of the credential, and paths. Prints the statuses.
"""

import http.client
import json

from keystoneauth1 import session
from keystoneauth1.identity import V3ApplicationCredential


def main(port: int, auth_url: str, credential: str, secret: str, *paths: str) -> None:
    auth = V3ApplicationCredential(auth_url, application_credential_id=credential, application_credential_secret=secret)
    headers = {"X-Auth-Token": session.Session(auth).get_token()}
    print(json.dumps({"statuses": [status(port, path, headers) for path in paths]}))


def status(port: int, path: str, headers: dict) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    return connection.getresponse().status
