"""Runs the metrics of this pod a second time, with a database that nobody answers for, and reads them.

Arguments: the file that runs them, and the staging directory. Prints the text as JSON.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

PORT = "9299"
NOWHERE = {"OS_DATABASE__CONNECTION": "mysql+pymysql://nobody@127.0.0.1:1/nothing"}


def main(file: str, directory: str) -> None:
    server = subprocess.Popen([sys.executable, file, PORT, directory], env=os.environ | NOWHERE)
    text = None
    deadline = time.monotonic() + 30
    while text is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=10) as answer:
                text = answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    server.kill()
    server.wait()
    print(json.dumps({"text": text}))
