"""Asks this pod to delete the image named as argument, and prints the answer's status as JSON."""

import sys

status, _ = request("DELETE", f"/v2/images/{sys.argv[1]}", get_token(load_configuration()))
print(json.dumps({"status": status}))
