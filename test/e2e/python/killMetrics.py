"""Kills the process that shows the metrics of this pod; prints its number as JSON."""

import os
import signal

for process in filter(str.isdigit, os.listdir("/proc")):
    with open(f"/proc/{process}/cmdline", "rb") as arguments:
        if b"/etc/httpd/glance_metrics.py" in arguments.read().split(b"\0"):
            os.kill(int(process), signal.SIGKILL)
            print(json.dumps({"process": int(process)}))
