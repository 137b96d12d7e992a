"""The Glance application: every request read to its end, no new work when its pod ends, and a heartbeat.

Glance answers 401, 404, 409 and 413 without reading the body. uWSGI then closes a connection that still holds data, the
kernel resets it, and Apache, which is still sending, tells the client 502 in place of the answer. So what is left of
the body is read here, for a limited time, after the answer has been given.

A pod that ends waits for the imports that run, and can be reached meanwhile for those that are proxied to it. An import
that begins too late would be lost with its process, and its image would stay `importing`.

Clients may keep all threads of a worker busy for as long as they like. So a thread of its own tells the liveness probe
that the worker lives: it must not be killed, and the imports that run in it.

uwsgi.ini says by which files it and the hooks of the pod understand each other: `drain-marker` is made when the pod
ends, and what begins with `heartbeat-prefix` is taken away by the liveness probe.
"""

import contextlib
import pathlib
import threading
import time
from typing import NoReturn

import uwsgi

from glance_downloads import guard_downloads
from glance_log import quiet_log
from glance_shutdown import end_gracefully
from glance_staging import stage_without_checksums

end_gracefully()
quiet_log()
guard_downloads()
stage_without_checksums()
# Only now: Glance starts when it is imported.
from glance.wsgi.api import application as glance  # noqa: E402

CHUNK = 64 * 1024
DRAIN_MARKER = pathlib.Path(uwsgi.opt["drain-marker"].decode())
HEARTBEAT = pathlib.Path(f"{uwsgi.opt['heartbeat-prefix'].decode()}{uwsgi.worker_id()}")
HEARTBEAT_INTERVAL = 5  # seconds
# Seconds; a client that goes on for longer gets the 502 after all.
LIMIT = 60


def beat() -> NoReturn:
    while True:
        with contextlib.suppress(OSError):  # The disk is full; it may have room again before the probe gives up.
            HEARTBEAT.touch()
        time.sleep(HEARTBEAT_INTERVAL)


def begins_work(environ: dict) -> bool:
    """Whether a request stages, uploads or imports an image."""
    path = environ.get("PATH_INFO", "").rstrip("/")
    return environ["REQUEST_METHOD"] in ("POST", "PUT") and path.endswith(("/import", "/stage", "/file"))


def refuse(start_response):
    start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "10")])
    return [b"This pod ends: try again later, or ask another one.\n"]


def rest_of_body(environ: dict) -> bytes:
    """Reads what Glance has left of the body, piece by piece; the last piece is empty."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        return uwsgi.chunked_read()
    return environ["wsgi.input"].read(CHUNK)


def drain(environ: dict) -> None:
    deadline = time.monotonic() + LIMIT
    with contextlib.suppress(OSError):  # The client has gone, and with it the body.
        while rest_of_body(environ) and time.monotonic() < deadline:
            pass


class Answer:
    """The answer of Glance, after which the rest of the body is read."""

    def __init__(self, parts, environ):
        self.parts = parts
        self.environ = environ

    def __iter__(self):
        yield from self.parts
        drain(self.environ)

    def close(self):
        if hasattr(self.parts, "close"):
            self.parts.close()


def application(environ, start_response):
    ends = begins_work(environ) and DRAIN_MARKER.exists()
    parts = refuse(start_response) if ends else glance(environ, start_response)
    return Answer(parts, environ)


threading.Thread(target=beat, daemon=True).start()
