"""Uploads images to this pod for a while, a byte a second, with more connections than Glance has threads.

Argument: for how many seconds, more than a minute. Prints as JSON what another request was answered meanwhile.
"""

import sys
import time

CONNECTIONS = 16
# More than Apache takes before it asks Glance.
FIRST_PART = 65536

token = get_token(load_configuration())
images = [make_image(token, "slow", "raw") for _ in range(CONNECTIONS)]
uploads = []
for image in images:
    connection = connect()
    connection.putrequest("PUT", f"/v2/images/{image}/stage")
    connection.putheader("X-Auth-Token", token)
    connection.putheader("Content-Type", "application/octet-stream")
    connection.putheader("Content-Length", str(MEBIBYTE))
    connection.endheaders()
    connection.send(b"x" * FIRST_PART)
    uploads.append(connection)

# Until Apache has handed them to Glance.
time.sleep(2)
other = connect()
other.request("GET", "/healthcheck")
for _ in range(int(sys.argv[1])):
    time.sleep(1)
    for connection in uploads:
        connection.send(b"x")
print(json.dumps({"status": other.getresponse().status}))

for connection in uploads:
    connection.close()
for image in images:
    request("DELETE", f"/v2/images/{image}", token)
