"""Starts uWSGI with the Python environment of this image, as the same process.

Argument: uwsgi.ini. Ends with one sentence when the image does not fit.
"""

import os
import signal
import sys

from glance_image import check_image, keep_byte_code


def uwsgi_command(ini):
    """An environment must be named: uWSGI may belong to the distribution, and then looks in the Python of that."""
    environment = [] if sys.prefix == sys.base_prefix else ["--virtualenv", sys.prefix]
    return ["uwsgi", "--ini", ini, *environment]


def main(ini):
    check_image()
    keep_byte_code()
    # Python ignores them, and a process inherits that.
    for name in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(name, signal.SIG_DFL)
    os.execvp("uwsgi", uwsgi_command(ini))


if __name__ == "__main__":
    main(sys.argv[1])
