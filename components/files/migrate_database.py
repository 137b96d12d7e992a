"""Brings the database to the schema of the image, in the order in which pods of two versions may run side by side.

Arguments: the directory with the configuration, and a step. `expand`, before the pods are replaced, adds what the new
pods need, fills a new database, and loads the metadata definitions. `contract`, after that, removes what only the
former pods needed. Ends with one sentence when the image does not fit, or the database is not ready for the step.
"""

import os
import subprocess
import sys
from typing import NoReturn

from glance_image import EXIT_CODE, check_image, keep_byte_code

# Images keep them beside their configuration, or where pip has put them.
METADEFS = ("/etc/glance/metadefs", f"{sys.prefix}/etc/glance/metadefs")
# What `glance-manage db check` ends with.
UP_TO_DATE, EXPAND, MIGRATE, CONTRACT = 0, 3, 4, 5


def refuse(problem: str) -> NoReturn:
    print(problem, file=sys.stderr)
    sys.exit(EXIT_CODE)


def find_metadefs() -> str:
    found = [directory for directory in METADEFS if os.path.isdir(directory)]
    if not found:
        refuse(f"The image does not fit: it has no metadata definitions in {' or '.join(METADEFS)}.")
    return found[0]


class Database:
    """The database, through glance-manage."""

    def __init__(self, directory: str):
        self.command = ["glance-manage", "--config-dir", directory]

    def run(self, *args: str) -> None:
        status = subprocess.run([*self.command, *args], check=False).returncode
        if status != 0:
            sys.exit(status)

    def pending(self) -> int:
        """The step that comes next."""
        status = subprocess.run([*self.command, "db", "check"], check=False).returncode
        if status not in (UP_TO_DATE, EXPAND, MIGRATE, CONTRACT):
            sys.exit(status)
        return status

    def is_new(self) -> bool:
        """Whether Glance has made no tables yet: it then tells so in place of the revisions that it has."""
        version = subprocess.run([*self.command, "db", "version"], check=True, stdout=subprocess.PIPE, text=True)
        return any(" " in line for line in version.stdout.splitlines())

    def expand(self) -> None:
        if self.is_new():
            # At once, without the triggers that keep old and new pods apart.
            self.run("db", "sync")
        elif self.pending() in (EXPAND, MIGRATE):
            self.run("db", "expand")
            self.run("db", "migrate")
        self.run("db_load_metadefs", find_metadefs())

    def contract(self) -> None:
        pending = self.pending()
        if pending in (EXPAND, MIGRATE):
            step = "expanded" if pending == EXPAND else "migrated"
            remedy = "delete the Job of glance-db-sync, and deploy again"
            refuse(f"The database cannot be contracted yet, because it is not {step}: {remedy}.")
        if pending == CONTRACT:
            self.run("db", "contract")


def main(directory: str, step: str) -> None:
    check_image()
    keep_byte_code()
    database = Database(directory)
    {"expand": database.expand, "contract": database.contract}[step]()


if __name__ == "__main__":
    main(*sys.argv[1:])
