"""Tests of the end of a worker, with stand-ins for uWSGI and Glance."""

import os
import signal
import subprocess
import sys
import unittest
from unittest.mock import MagicMock, patch

import uwsgi

import glance_shutdown

WORKER = """
import os, sys, types, threading, time
uwsgi = types.ModuleType("uwsgi")
uwsgi.worker_id = lambda: 1
uwsgi.workers = lambda: [{"status": b"idle"}]
wsgi_app = types.ModuleType("glance.common.wsgi_app")
wsgi_app.drain_workers = lambda: print("drained", flush=True)
for name, module in (("uwsgi", uwsgi), ("glance", types.ModuleType("glance")),
                     ("glance.common", types.ModuleType("glance.common")), ("glance.common.wsgi_app", wsgi_app)):
    sys.modules[name] = module
import glance_shutdown
glance_shutdown.end_gracefully()
threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
print("ready", flush=True)
time.sleep(30)
"""


class TestEndOfAWorker(unittest.TestCase):
    """What happens between the signal and the end of the process."""

    def setUp(self):
        self.events = []
        self.glance = MagicMock(drain_workers=MagicMock(side_effect=lambda: self.events.append("drained")))
        for patched in (
            patch.dict(sys.modules, {"glance": MagicMock(), "glance.common.wsgi_app": self.glance}),
            patch("glance_shutdown.INTERVAL", 0),
            patch("signal.sigwait"),
            patch("os._exit", side_effect=lambda code: self.events.append(f"exit {code}")),
        ):
            patched.start()
            self.addCleanup(patched.stop)
        uwsgi.worker_id.return_value = 2

    def look(self, *statuses):
        """What uWSGI tells of the worker at each look; `idle` for good afterwards."""
        left = list(statuses)

        def workers():
            status = left.pop(0) if left else b"idle"
            self.events.append(status.decode())
            return [{"status": b"busy"}, {"status": status}]

        uwsgi.workers.side_effect = workers

    def test_imports_are_waited_for_when_no_request_can_begin_one(self):
        self.look()
        glance_shutdown.end_worker()
        self.assertEqual(self.events, [*["idle"] * 3, "drained", *["idle"] * 3, "exit 0"])

    def test_requests_are_waited_for(self):
        self.look(b"busy", b"idle", b"idle", b"busy")
        glance_shutdown.end_worker()
        self.assertEqual(self.events.index("drained"), 7)

    def test_a_worker_ends_when_its_imports_cannot_be_waited_for(self):
        self.look()
        self.glance.drain_workers.side_effect = RuntimeError("broken")
        with patch("traceback.print_exc") as printed:
            glance_shutdown.end_worker()
        printed.assert_called_once_with()
        self.assertEqual(self.events[-1], "exit 0")

    def test_a_worker_ends_by_its_signal_whichever_thread_it_meets(self):
        command = [sys.executable, "-c", WORKER]
        path = os.pathsep.join([os.path.dirname(glance_shutdown.__file__), *sys.path])
        env = {**os.environ, "PYTHONPATH": path}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as worker:
            self.assertEqual(worker.stdout.readline(), "ready\n")
            worker.send_signal(signal.SIGHUP)
            self.assertEqual(worker.communicate(timeout=20), ("drained\n", None))
        self.assertEqual(worker.returncode, 0)
