"""Does one step of a repair of `rescue` in the staging directory of this pod.

Arguments: the directory, and the step as `run_step` takes it. Each step checks again that no process has the file
open, and can be repeated.
"""

import contextlib
import os

from open_files import open_files
from repair_step import RefusedError, run_step


class StagingDirectory:
    """The files that are staged on this pod."""

    def __init__(self, path: str):
        self.path = path

    def path_of(self, file: str) -> str:
        path = os.path.join(self.path, file)
        if path in open_files():
            raise RefusedError(f"{file} is open.")
        return path

    def remove(self, file: str) -> str:
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.path_of(file))
        return f"removed the staged file {file}"

    def rename(self, file: str, to: str) -> str:
        """Takes a converted image for the source, in place of a broken one; its format is in the database already."""
        source, target = self.path_of(file), self.path_of(to)
        if os.path.exists(source):
            write_out(source)
            os.replace(source, target)
            return f"renamed {file} to {to}"
        if os.path.exists(target):
            return f"{file} is {to} already"
        raise RefusedError(f"{file} is gone.")


def write_out(path: str) -> None:
    """A conversion leaves its end to the page cache; a source is trusted even after its node was restarted."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def main(directory: str, step: dict) -> None:
    staging = StagingDirectory(directory)
    run_step({"removeFile": staging.remove, "renameFile": staging.rename}, step)
