"""Does one step of a repair of `rescue` in the staging directory of this pod.

Argument: JSON with `step` and what that step needs. Each step checks again that no process has the file open, and can
be repeated. Prints {"done"} or {"refused"} with a sentence for the operator.
"""

import os
import sys


class Refused(Exception):
    """Something has happened since `rescue` looked."""


def path_of(file):
    path = os.path.join(STAGING_DIRECTORY, file)
    if path in open_files():
        raise Refused(f"{file} is open.")
    return path


def remove_file(file):
    try:
        os.remove(path_of(file))
    except FileNotFoundError:
        pass
    return f"removed the staged file {file}"


def rename_file(file, to):
    """Takes a converted image for the source, in place of a broken one; its format is in the database already."""
    source, target = path_of(file), path_of(to)
    if os.path.exists(source):
        write_out(source)
        os.replace(source, target)
        return f"renamed {file} to {to}"
    if os.path.exists(target):
        return f"{file} is {to} already"
    raise Refused(f"{file} is gone.")


def write_out(path):
    """A conversion leaves its end to the page cache; a source is trusted even after its node was restarted."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


steps = {"removeFile": remove_file, "renameFile": rename_file}
arguments = json.loads(sys.argv[1])
try:
    print(json.dumps({"done": steps[arguments.pop("step")](**arguments)}))
except Refused as refusal:
    print(json.dumps({"refused": str(refusal)}))
