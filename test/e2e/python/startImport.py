"""Asks this pod to import the image named as argument, and prints the answer's status as JSON."""

import sys

method = {"method": {"name": "glance-direct"}}
path = f"/v2/images/{sys.argv[1]}/import"
status, _ = request("POST", path, get_token(load_configuration()), method)
print(json.dumps({"status": status}))
