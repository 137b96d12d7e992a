"""Serves what operators watch of this pod, in Prometheus' text format.

Arguments: the port, and the directory of staged files. uWSGI runs it beside its workers, so that it answers when all of
them are busy with uploads, and it ends with them. It shows numbers only: no names, no identifiers, no secrets.
"""

import contextlib
import glob
import os
import resource
import socket
import stat
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

import sqlalchemy
from oslo_config import cfg
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily

UUID_LENGTH = 36
STAT_BLOCK = 512  # bytes, whatever the file system has
# What an attacker who opens many connections may take from Glance.
MEMORY_LIMIT = 2**30
READ_INTERVAL = 30  # seconds
DATABASE_TIMEOUT = 5  # seconds
STATUSES = ("importing", "uploading")
# Seconds without a change, after which Glance itself lets another import take over.
STUCK_SECONDS = 3600
STUCK_IMAGES = sqlalchemy.text(
    "select status, count(*) from images where deleted = 0 and status in :statuses"
    " and updated_at < utc_timestamp() - interval :seconds second group by status"
).bindparams(
    sqlalchemy.bindparam("statuses", STATUSES, expanding=True),
    sqlalchemy.bindparam("seconds", STUCK_SECONDS),
)


def staged_files(directory: str) -> list[os.stat_result]:
    files = []
    with contextlib.suppress(FileNotFoundError):  # Glance makes the directory when it first starts.
        for entry in os.scandir(directory):
            with contextlib.suppress(FileNotFoundError):  # It has been imported meanwhile.
                files.append(entry.stat())
    return files


def open_images(directory: str) -> tuple[set[str], set[str]]:
    """Images with an open staged file: those that are read, and those that are only written."""
    read, written = set(), set()
    for link in glob.iglob("/proc/[0-9]*/fd/*"):
        with contextlib.suppress(OSError):  # The file has been closed meanwhile.
            folder, name = os.path.split(os.readlink(link))
            # Glance leaves the deleted file of a failed import open.
            if folder == directory and not name.endswith(" (deleted)"):
                # The mode of the link is the one in which the file is open.
                is_read = os.lstat(link).st_mode & stat.S_IRUSR
                (read if is_read else written).add(name[:UUID_LENGTH])
    return read, written - read


class Staging:
    """The staging volume of this pod, looked at anew for every scrape."""

    def __init__(self, directory: str):
        self.directory = directory

    def collect(self) -> Iterator[GaugeMetricFamily]:
        volume = os.statvfs(os.path.dirname(self.directory))
        yield GaugeMetricFamily(
            "glance_staging_size_bytes",
            "Size of the staging volume.",
            volume.f_blocks * volume.f_frsize,
        )
        yield GaugeMetricFamily(
            "glance_staging_available_bytes",
            "Bytes of the staging volume that Glance may still write.",
            volume.f_bavail * volume.f_frsize,
        )
        files = staged_files(self.directory)
        yield GaugeMetricFamily("glance_staged_files", "Files in the staging directory.", len(files))
        yield GaugeMetricFamily(
            "glance_staged_bytes",
            "Bytes that these files take.",
            sum(file.st_blocks * STAT_BLOCK for file in files),
        )
        oldest = GaugeMetricFamily(
            "glance_oldest_staged_file_timestamp_seconds",
            "When the oldest staged file was last written; missing when none is staged.",
        )
        if files:
            oldest.add_metric([], min(file.st_mtime for file in files))
        yield oldest
        read, written = open_images(self.directory)
        yield GaugeMetricFamily(
            "glance_imports_running",
            "Images that are converted or stored from the staging directory of this pod.",
            len(read),
        )
        yield GaugeMetricFamily(
            "glance_uploads_running",
            "Images that clients or downloads write to the staging directory of this pod.",
            len(written),
        )


class Images:
    """The images in the database, which is read between scrapes, so that none of them waits for it."""

    def __init__(self, url: str):
        timeouts = ("connect_timeout", "read_timeout", "write_timeout")
        self.engine = sqlalchemy.create_engine(
            url,
            poolclass=sqlalchemy.pool.NullPool,
            connect_args=dict.fromkeys(timeouts, DATABASE_TIMEOUT),
        )
        self.stuck = None

    def read(self) -> None:
        try:
            with self.engine.connect() as connection:
                self.stuck = dict.fromkeys(STATUSES, 0) | dict(connection.execute(STUCK_IMAGES).all())
        except Exception:  # Whatever it is, the files are counted on; the log of Glance says more.
            self.stuck = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        stuck = self.stuck
        yield GaugeMetricFamily(
            "glance_database_up",
            "Whether this pod could read the database of Glance.",
            int(stuck is not None),
        )
        images = GaugeMetricFamily(
            "glance_images_stuck",
            f"Images of the whole cloud in a status that has not changed for {STUCK_SECONDS} s; the same on every pod.",
            labels=["status"],
        )
        for status, count in (stuck or {}).items():
            images.add_metric([status], count)
        yield images


def database_url() -> str:
    configuration = cfg.ConfigOpts()
    configuration.register_opts([cfg.StrOpt("connection", secret=True)], group="database")
    configuration([], project="glance", prog="glance-api")
    return configuration.database.connection


def main(port: int, directory: str) -> NoReturn:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    images = Images(database_url())
    images.read()
    registry = CollectorRegistry()
    registry.register(Staging(directory))
    registry.register(images)
    # Prometheus asks from outside of the pod.
    start_http_server(port, "::" if socket.has_dualstack_ipv6() else "0.0.0.0", registry)  # noqa: S104
    while True:
        time.sleep(READ_INTERVAL)
        images.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
