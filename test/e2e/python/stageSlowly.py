"""Uploads an image to the pod whose URL is the argument, for half a minute. Prints the image as JSON."""

import sys
import time

import requests


def blocks():
    for _ in range(60):
        yield b"x" * MEBIBYTE
        time.sleep(0.5)


token = get_token(load_configuration())
image = make_image(token, "slow", "raw")
print(json.dumps({"image": image}), flush=True)
headers = {"X-Auth-Token": token, "Content-Type": "application/octet-stream"}
requests.put(f"{sys.argv[1]}/v2/images/{image}/stage", data=blocks(), headers=headers, timeout=600)
