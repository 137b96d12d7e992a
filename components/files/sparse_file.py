"""Reads files without reading their holes.

Glance hands a staged file to its store within wrappers, which count what is read, limit it, tell of its progress and
recognise its format. They stay, and see the zeros of a hole; only the file at the bottom of them is replaced.
"""

import errno
import io
import os

PIECE = 2**20  # bytes
ZEROS = bytes(PIECE)
# Where CooperativeReader, LimitingReader and the others keep what they read: CallbackIterator and InspectWrapper.
SOURCES = {"fd", "data", "_source"}


def zeros(length: int) -> bytes:
    """Zeros; up to a piece of them takes no memory of its own."""
    return ZEROS if length == PIECE else bytes(length)


def is_zero(data: bytes) -> bool:
    return data == zeros(len(data))


class SparseFile:
    """A file that is open for reading. What lies in a hole is not read from it."""

    def __init__(self, file: io.BufferedReader):
        self.file = file

    def __getattr__(self, name):
        return getattr(self.file, name)

    def next_data(self, position: int, end: int) -> int:
        """Where the first data after the position lies, or the end."""
        descriptor = self.file.fileno()
        # Python counts on the position of the descriptor, which is that of what it has read ahead.
        current = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            return os.lseek(descriptor, position, os.SEEK_DATA)
        except OSError as error:
            return end if error.errno == errno.ENXIO else position
        finally:
            os.lseek(descriptor, current, os.SEEK_SET)

    def read(self, size=-1) -> bytes:
        if size is None or size < 0:
            return self.file.read(size)
        position, end = self.file.tell(), os.fstat(self.file.fileno()).st_size
        length = min(size, end - position)
        if length <= 0 or self.next_data(position, end) < position + length:
            return self.file.read(size)
        self.file.seek(position + length)
        return zeros(length)


def skip_holes(reader):
    """Returns what reads the same without the holes of the file in it, and the reader itself where there is no file."""
    if isinstance(reader, io.BufferedReader) and reader.seekable():
        return SparseFile(reader)
    attributes = getattr(reader, "__dict__", {})
    for name in attributes.keys() & SOURCES:
        source = attributes[name]
        sparse = skip_holes(source)
        if sparse is not source:
            setattr(reader, name, sparse)
            if "read" in attributes:  # CooperativeReader also keeps the method.
                reader.read = sparse.read
    return reader
