"""Prints the status of the image named as argument, and the stores that its import has failed for, as JSON."""

import sys

_, image = request("GET", f"/v2/images/{sys.argv[1]}", get_token(load_configuration()))
image = image or {"status": None}
print(json.dumps({"status": image["status"], "failedStores": image.get("os_glance_failed_import", "")}))
