"""Prints the status of the image named as argument, as JSON."""

import sys

_, image = request("GET", f"/v2/images/{sys.argv[1]}", get_token(load_configuration()))
print(json.dumps({"status": image and image["status"]}))
