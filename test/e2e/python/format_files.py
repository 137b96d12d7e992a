"""Files of all formats that people upload, made with qemu-img where that can."""

import gzip
import os
import struct
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from images import MEBIBYTE

SIZE = 8 * MEBIBYTE
SECRET = ("--object", "secret,id=key,data=secret")


@dataclass
class Source:
    """A file to upload."""

    name: str
    path: str
    # As which it is uploaded, the right one first.
    formats: tuple[str, ...]
    # As qemu-img calls it; None for what has no other content than its own bytes.
    driver: Optional[str] = None
    container: str = "bare"
    # The file in it, where it is compressed and the plugin image_decompression unpacks it.
    inner: Optional[str] = None


def qemu_img(*arguments: str) -> None:
    done = subprocess.run(["qemu-img", *arguments], check=False, capture_output=True, text=True)
    # Of the key of an encrypted file, qemu-img measures how long it takes, and fails when the clock has not moved.
    if "Unable to get accurate CPU usage" in done.stderr:
        return qemu_img(*arguments)
    if done.returncode != 0:
        raise RuntimeError(f"qemu-img {' '.join(arguments)}: {done.stderr}")
    return None


def protective_mbr() -> bytes:
    entry = struct.pack("<B3BB3BII", 0, 0, 2, 0, 0xEE, 0xFF, 0xFF, 0xFF, 1, SIZE // 512 - 1)
    return bytes(446) + entry + bytes(48) + b"\x55\xaa"


def volume_descriptor(blocks: int) -> bytes:
    """The one block of an ISO 9660 that says what it is."""
    head = b"\x01CD001\x01" + bytes(73) + struct.pack("<I", blocks) + struct.pack(">I", blocks)
    return (head + bytes(40) + struct.pack("<H", 2048) + struct.pack(">H", 2048)).ljust(2048, b"\0")


class Files:
    """Makes the files in a directory."""

    def __init__(self, directory: str):
        self.directory = directory
        self.raw = self.write("raw", os.urandom(MEBIBYTE // 2).rjust(MEBIBYTE, b"\0").ljust(SIZE, b"\0"))

    def path(self, name: str) -> str:
        return os.path.join(self.directory, name)

    def write(self, name: str, data: bytes) -> str:
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def content(self, path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()

    def convert(self, driver: str, name: str, *options: str) -> str:
        qemu_img("convert", "-f", "raw", "-O", driver, *options, self.raw, self.path(name))
        return self.path(name)

    def qcow2(self) -> Iterator[Source]:
        def source(name: str, path: str) -> Source:
            return Source(name, path, ("qcow2", "raw"), "qcow2")

        version3 = self.convert("qcow2", "v3.qcow2")
        yield source("qcow2, version 3", version3)
        yield source("qcow2, version 2", self.convert("qcow2", "v2.qcow2", "-o", "compat=0.10"))
        yield source("qcow2, compressed", self.convert("qcow2", "zlib.qcow2", "-c"))
        zstd = self.convert("qcow2", "zstd.qcow2", "-c", "-o", "compression_type=zstd")
        yield source("qcow2, compressed with zstd", zstd)
        overlay = self.path("overlay.qcow2")
        qemu_img("create", "-f", "qcow2", "-b", self.raw, "-F", "raw", overlay)
        yield source("qcow2 with a backing file", overlay)
        data_file = f"data_file={self.path('data.raw')}"
        yield source("qcow2 with an external data file", self.convert("qcow2", "data.qcow2", "-o", data_file))
        encrypted = self.path("luks.qcow2")
        options = "encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10"
        qemu_img("create", "-f", "qcow2", *SECRET, "-o", options, encrypted, str(SIZE))
        yield source("qcow2 encrypted with LUKS", encrypted)
        whole = self.content(version3)
        yield source("qcow2, cut off in the middle", self.write("half.qcow2", whole[: len(whole) // 2]))
        yield source("qcow2, cut off in its header", self.write("head.qcow2", whole[:100]))

    def others(self) -> Iterator[Source]:
        yield Source("raw", self.raw, ("raw", "qcow2"), "raw")
        data = self.content(self.raw)
        yield Source("raw with GPT", self.write("gpt", protective_mbr() + data[512:]), ("raw",), "raw")
        strange = protective_mbr()[:446] + b"\x42" + protective_mbr()[447:]
        yield Source("raw with a boot flag that nobody knows", self.write("mbr", strange + data[512:]), ("raw",), "raw")
        luks = self.path("luks")
        qemu_img("create", "-f", "luks", *SECRET, "-o", "key-secret=key,iter-time=10", luks, str(SIZE))
        yield Source("LUKS", luks, ("raw",))
        yield Source("ISO", self.iso("iso", b""), ("iso", "raw"))
        yield Source("ISO with a partition table", self.iso("hybrid", protective_mbr()), ("iso", "raw"))
        yield Source("gzip of a raw image", self.write("gz", gzip.compress(data)), ("raw", "qcow2"))
        yield Source("an empty file", self.write("empty", b""), ("raw", "qcow2"), None)
        yield Source("raw, cut off", self.write("cut", data[: MEBIBYTE * 3 // 4 + 100]), ("raw",))

    def iso(self, name: str, system_area: bytes) -> str:
        content = os.urandom(MEBIBYTE)
        blocks = 17 + len(content) // 2048
        return self.write(name, system_area.ljust(32768, b"\0") + volume_descriptor(blocks) + content)

    def foreign(self) -> Iterator[Source]:
        for kind in ("monolithicSparse", "streamOptimized", "monolithicFlat"):
            path = self.convert("vmdk", f"{kind}.vmdk", "-o", f"subformat={kind}")
            yield Source(f"VMDK, {kind}", path, ("vmdk", "raw"), "vmdk")
        optimized = self.path("streamOptimized.vmdk")
        not_allowed = self.content(optimized).replace(b'"streamOptimized"', b'"monolithicFlat" ', 1)
        yield Source("VMDK, of a type that is not allowed", self.write("other.vmdk", not_allowed), ("vmdk",), "vmdk")
        yield Source("VHD", self.convert("vpc", "vhd", "-o", "force_size=on"), ("vhd", "raw"), "vpc")
        yield Source("VHDX", self.convert("vhdx", "vhdx"), ("vhdx", "raw"), "vhdx")
        yield Source("VDI", self.convert("vdi", "vdi"), ("vdi", "raw"), "vdi")
        with tarfile.open(self.path("ova"), "w", format=tarfile.USTAR_FORMAT) as archive:
            archive.add(optimized, "disk.vmdk")
        yield Source("OVA, in the container ova", self.path("ova"), ("vmdk", "raw"), None, "ova")

    def compressed(self) -> Iterator[Source]:
        """What the plugin image_decompression is for."""
        qcow2 = self.convert("qcow2", "inner.qcow2")
        for driver, inner in (("raw", self.raw), ("qcow2", qcow2)):
            packed = self.write(f"{driver}.gz", gzip.compress(self.content(inner)))
            name = f"gzip of a {driver} image, with image_decompression"
            yield Source(name, packed, (driver,), driver, inner=inner)
        cut = self.write("cut.gz", gzip.compress(self.content(self.raw))[: MEBIBYTE // 4])
        yield Source("gzip, cut off, with image_decompression", cut, ("raw",))

    def all(self) -> list[Source]:
        return [*self.qcow2(), *self.others(), *self.foreign()]
