"""Makes a qcow2 of random data on the staging volume of this pod.

Arguments: its path, its virtual size and its data in MiB; the data lies in runs that are spread evenly over the size.
"""

import os
import random
import subprocess
import tempfile

from images import MEBIBYTE

RUN = 4  # MiB


def main(path: str, size: int, data: int) -> None:
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path)) as raw:
        raw.truncate(size * MEBIBYTE)
        for number in range(data // RUN):
            raw.seek(number * RUN * size // data * MEBIBYTE)
            raw.write(random.randbytes(RUN * MEBIBYTE))  # noqa: S311
        raw.flush()
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", raw.name, path], check=True)
