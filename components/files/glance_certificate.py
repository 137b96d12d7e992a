"""Starts Glance when other pods would accept the certificate of this one, as the same process.

Argument: uwsgi.ini. A certificate that they do not accept would only be seen when an import is passed on to this pod,
as an error 500 without a reason. So this asks the Apache of the pod for it as another pod would, and ends with one
sentence.
"""

import os
import socket
import ssl
import sys
import time
from typing import Optional
from urllib.parse import urlsplit

import start_glance
from glance_image import EXIT_CODE

ADDRESS = "127.0.0.1"
APACHE_LIMIT = 60  # seconds


def problem_of(host: str, port: int) -> Optional[str]:
    """Why a pod that trusts the CAs of this one would not accept its certificate, as a sentence."""
    try:
        with connect(port) as connection:
            context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
            context.wrap_socket(connection, server_hostname=host).close()
    except OSError as error:  # Those of TLS are some of them.
        reason = getattr(error, "verify_message", None) or str(error)
        return (
            f"The certificate of this pod is not accepted by other pods: {reason.rstrip('.')}; "
            "glance:tls needs one for the names that the output certificateNames lists, by a CA of glance:tls.ca."
        )
    return None


def connect(port: int) -> socket.socket:
    """A connection to the Apache of this pod, which may still be starting."""
    deadline = time.monotonic() + APACHE_LIMIT
    while True:
        try:
            return socket.create_connection((ADDRESS, port), timeout=APACHE_LIMIT)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def main(ini: str) -> None:
    url = urlsplit(os.environ["OS_DEFAULT__WORKER_SELF_REFERENCE_URL"])
    problem = problem_of(url.hostname or "", url.port or 443)
    if problem is not None:
        print(problem, file=sys.stderr)
        sys.exit(EXIT_CODE)
    start_glance.main(ini)


if __name__ == "__main__":
    main(sys.argv[1])
