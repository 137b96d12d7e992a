"""What the scripts beside it begin with: a checksum that passes quickly over zeros, of which their images are full."""

import hashlib

BLOCK = 8 * MEBIBYTE
ZEROS = bytes(BLOCK)


def checksum_of(size, read):
    """SHA-256 of the size, and of every block that holds more than zeros, with its place.

    read(offset, length) returns bytes.
    """
    digest = hashlib.sha256(size.to_bytes(8, "big"))
    for offset in range(0, size, BLOCK):
        length = min(BLOCK, size - offset)
        block = read(offset, length)
        if len(block) != length:
            raise EOFError(f"{len(block)} of {length} bytes at {offset}")
        if block != ZEROS[:length]:
            digest.update(offset.to_bytes(8, "big"))
            digest.update(block)
    return digest.hexdigest()
