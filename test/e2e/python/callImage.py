"""Calls the API of this pod for an image. Arguments: method, path below /v2/images, and the body if there is one.

Prints the status and the answer as JSON.
"""

import sys

method, path, *body = sys.argv[1:]
token = get_token(load_configuration())
status, answer = request(method, f"/v2/images/{path}", token, json.loads(body[0]) if body else None)
print(json.dumps({"status": status, "answer": answer}))
