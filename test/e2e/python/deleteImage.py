"""Asks this pod to delete the images named as arguments, and prints the status of each answer as JSON."""

import sys

token = get_token(load_configuration())
for image in sys.argv[1:]:
    status, _ = request("DELETE", f"/v2/images/{image}", token)
    print(json.dumps({"status": status}))
