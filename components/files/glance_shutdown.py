"""Ends a worker after its requests and its imports, without uWSGI.

uWSGI cancels the idle threads of a worker that is to end, wherever they are: one that holds the lock of the memory
allocator or of Python then leaves it locked for ever, and the worker hangs until it is killed at the end of its grace
period. So the signal by which the master tells a worker to end never reaches uWSGI's handler: a thread of our own takes
it, and ends the process when nothing runs in it any more.
"""

import os
import signal
import threading
import time
import traceback
from typing import NoReturn

import uwsgi

# What uWSGI's master sends for `gracefully_kill_them_all` (core/uwsgi.c).
SIGNALS = {signal.SIGHUP}
# A connection that was accepted a moment ago is no request yet.
IDLE_LOOKS = 3
INTERVAL = 0.2  # seconds


def is_busy() -> bool:
    """Whether a thread of this worker has a request, as uWSGI counts them."""
    return uwsgi.workers()[uwsgi.worker_id() - 1]["status"] == b"busy"


def wait_for_requests() -> None:
    idle = 0
    while idle < IDLE_LOOKS:
        time.sleep(INTERVAL)
        idle = 0 if is_busy() else idle + 1


def end_worker() -> NoReturn:
    signal.sigwait(SIGNALS)
    try:
        # Only now: Glance starts when it is imported.
        from glance.common.wsgi_app import drain_workers

        wait_for_requests()
        drain_workers()
        wait_for_requests()
    except Exception:
        traceback.print_exc()
    os._exit(0)


def end_gracefully() -> None:
    """To be called in the main thread before any other is made: threads inherit that the signal waits."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=end_worker, daemon=True).start()
