"""Asks the Glance API of this pod, through Apache, for answers that it gives before it has read the body.

Prints a JSON object a line: what was sent, the answer that is right, and the one that came. Bodies of
several sizes, with a length and in chunks, with and without "Expect: 100-continue".
"""

import http.client
import itertools
import json

from keystoneauth1 import loading
from oslo_config import cfg

MEBIBYTE = 2**20
SIZES = (3, 21 * MEBIBYTE, 200 * MEBIBYTE)
# image_size_cap of the stack; only a larger body is too large.
CAP = 100 * MEBIBYTE


def get_token():
    configuration = cfg.ConfigOpts()
    loading.register_auth_conf_options(configuration, "keystone_authtoken")
    loading.register_session_conf_options(configuration, "keystone_authtoken")
    configuration(["--config-dir", "/etc/glance/glance-api.conf.d"], project="glance")
    auth = loading.load_auth_from_conf_options(configuration, "keystone_authtoken")
    session = loading.load_session_from_conf_options(configuration, "keystone_authtoken", auth=auth)
    return session.get_token()


def connect():
    return http.client.HTTPConnection("127.0.0.1", 9292, timeout=120)


def request(method, path, token, body=None):
    connection = connect()
    headers = {"X-Auth-Token": token, "Content-Type": "application/json"}
    connection.request(method, path, body and json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    return json.loads(text) if text else None


def make_image(token):
    body = {"name": "answers", "disk_format": "raw", "container_format": "bare"}
    return request("POST", "/v2/images", token, body)["id"]


def stage(image, token, size, chunked, expect):
    """Sends a body as a client does that looks for the answer only at the end; returns the status."""
    connection = connect()
    connection.putrequest("PUT", f"/v2/images/{image}/stage")
    connection.putheader("X-Auth-Token", token)
    connection.putheader("Content-Type", "application/octet-stream")
    if expect:
        connection.putheader("Expect", "100-continue")
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    else:
        connection.putheader("Content-Length", str(size))
    connection.endheaders()
    block = b"x" * 65536
    for offset in range(0, size, len(block)):
        part = block[: size - offset]
        connection.send(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
    if chunked:
        connection.send(b"0\r\n\r\n")
    return connection.getresponse().status


token = get_token()
staged, fresh = make_image(token), make_image(token)
stage(staged, token, 3, False, False)
missing = "11111111-1111-1111-1111-111111111111"
cases = [(401, fresh, "wrong"), (404, missing, token), (409, staged, token), (413, fresh, token)]
for (right, image, used), size, chunked, expect in itertools.product(
    cases, SIZES, (False, True), (False, True)
):
    if right == 413 and size <= CAP:
        continue
    sent = {"bytes": size, "chunked": chunked, "expect": expect}
    print(json.dumps({**sent, "right": right, "answer": stage(image, used, size, chunked, expect)}))
for image in (staged, fresh):
    request("DELETE", f"/v2/images/{image}", token)
