"""Asks for answers that Glance gives before it has read the body.

Prints a JSON object a line: what was sent, the answer that is right, and the one that came. Bodies of
several sizes, with a length and in chunks, with and without "Expect: 100-continue".
"""

import itertools

SIZES = (3, 21 * MEBIBYTE, 200 * MEBIBYTE)
# image_size_cap of the stack; only a larger body is too large.
CAP = 100 * MEBIBYTE


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


token = get_token(load_configuration())
staged, fresh = make_image(token, "answers", "raw"), make_image(token, "answers", "raw")
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
