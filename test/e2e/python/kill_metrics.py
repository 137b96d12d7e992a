"""Kills the process that shows the metrics of this pod; prints its number as JSON. Argument: the file that it runs."""

import json
import os
import signal


def main(file: str) -> None:
    for process in filter(str.isdigit, os.listdir("/proc")):
        with open(f"/proc/{process}/cmdline", "rb") as arguments:
            if file in arguments.read().decode().split("\0"):
                os.kill(int(process), signal.SIGKILL)
                print(json.dumps({"process": int(process)}))
