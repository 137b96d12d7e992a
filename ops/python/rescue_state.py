"""Prints what Glance's database and Ceph know, for `rescue`, as one JSON object a line.

Argument: ids of images to look up besides those that `find_images` finds by itself, such as those of staged files.
Prints {"now"}, then {"image"} for each of these images and {"stored"} for each RBD image of the pool that no location
of an image names. Times are in seconds since 1970.
"""

import json
import time
import urllib.parse
import uuid
from collections.abc import Iterable, Iterator

import rados
import rbd

from ceph_pool import end, open_pool
from configuration import load_configuration
from database import find_images, transaction


def is_uuid(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def located_names(urls: Iterable[str], pool: str) -> Iterator[str]:
    """Names of the RBD images of a pool that URLs of locations name."""
    for url in urls:
        parts = [urllib.parse.unquote(part) for part in url.removeprefix("rbd://").split("/")]
        if len(parts) == 1 or parts[1] == pool:
            yield parts[0] if len(parts) == 1 else parts[2]


def foreign_snapshots(image: rbd.Image) -> int:
    """Snapshots that others have made, and clones; Glance itself makes one named `snap`."""
    names = {snapshot["name"] for snapshot in image.list_snaps()} - {"snap"}
    return len(names) + len(list(image.list_descendants()))


def stored_of(pool: rados.Ioctx, name: str) -> dict:
    with rbd.Image(pool, name, read_only=True) as image:
        return {
            "name": name,
            "size": image.size(),
            "modified": int(max(image.modify_timestamp(), image.create_timestamp()).timestamp()),
            "watchers": len(list(image.watchers_list())),
            "snapshots": foreign_snapshots(image),
        }


def half_made(name: str) -> dict:
    return {"name": name, "size": 0, "modified": 0, "watchers": 0, "snapshots": 0}


def report(**fields: object) -> None:
    print(json.dumps(fields))


def main(ids: list[str]) -> None:
    configuration = load_configuration()
    report(now=int(time.time()))
    with open_pool(configuration) as pool, transaction(configuration) as cursor:
        # Before the database: what is stored after this look is no orphan.
        names = rbd.RBD().list(pool)
        # Those of images to be scrubbed included.
        cursor.execute("select value from image_locations where status <> 'deleted'")
        located = located_names((url for (url,) in cursor), configuration.rbd.rbd_store_pool)
        orphans = sorted(set(names) - set(located))
        for image in find_images(cursor, [*ids, *filter(is_uuid, orphans)]):
            report(image=image)
        for name in orphans:
            try:
                report(stored=stored_of(pool, name))
            except rbd.ImageNotFound:
                # Whoever was killed while he made it has left its name, under which none can be made; or its import
                # failed meanwhile.
                if name in rbd.RBD().list(pool):
                    report(stored=half_made(name))
    end()
