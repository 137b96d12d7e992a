"""Asks for answers that Glance gives before it has read the body.

Argument: the port of the API. Prints a JSON object a line: what was sent, the answer that is right, and the one that
came. Bodies of several sizes, with a length and in chunks, with and without "Expect: 100-continue".
"""

import itertools
import json

from api import Api
from configuration import load_configuration
from images import MEBIBYTE, begin_staging, make_image

SIZES = (3, 21 * MEBIBYTE, 200 * MEBIBYTE)
# image_size_cap of the stack; only a larger body is too large.
CAP = 100 * MEBIBYTE


def stage(api: Api, image: str, token: str, size: int, chunked: bool, expect: bool) -> int:
    """Sends a body as a client does that looks for the answer only at the end; returns the status."""
    headers = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(size)}
    connection = begin_staging(api, image, token, headers | ({"Expect": "100-continue"} if expect else {}))
    block = b"x" * 65536
    for offset in range(0, size, len(block)):
        part = block[: size - offset]
        connection.send(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
    if chunked:
        connection.send(b"0\r\n\r\n")
    return connection.getresponse().status


def main(port: int) -> None:
    api = Api(load_configuration(), port)
    staged, fresh = make_image(api, "answers"), make_image(api, "answers")
    stage(api, staged, api.token, 3, False, False)
    missing = "11111111-1111-1111-1111-111111111111"
    cases = [(401, fresh, "wrong"), (404, missing, api.token), (409, staged, api.token), (413, fresh, api.token)]
    for (right, image, token), size, chunked, expect in itertools.product(cases, SIZES, (False, True), (False, True)):
        if right == 413 and size <= CAP:
            continue
        sent = {"bytes": size, "chunked": chunked, "expect": expect}
        print(json.dumps({**sent, "right": right, "answer": stage(api, image, token, size, chunked, expect)}))
    for image in (staged, fresh):
        api.request("DELETE", f"/v2/images/{image}")
