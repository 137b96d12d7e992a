"""Prints what Glance's database and Ceph know, for `rescue`, as one JSON object a line.

Arguments: ids of images to look up besides those that `find_images` finds by itself, such as those of staged files.
Prints {"now"}, then {"image"} for each of these images and {"stored"} for each RBD image of the pool that no location
of an image names. Times are in seconds since 1970.
"""

import os
import sys
import time
import urllib.parse
import uuid

import rados
import rbd


def is_uuid(name):
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def located_names(cursor, pool):
    """Names of the RBD images that are locations of images; those of images to be scrubbed included."""
    cursor.execute("select value from image_locations where status <> 'deleted'")
    for (url,) in cursor:
        parts = [urllib.parse.unquote(part) for part in url.removeprefix("rbd://").split("/")]
        if len(parts) == 1 or parts[1] == pool:
            yield parts[0] if len(parts) == 1 else parts[2]


def foreign_snapshots(image):
    """Snapshots that others have made, and clones; Glance itself makes one named `snap`."""
    names = {snapshot["name"] for snapshot in image.list_snaps()} - {"snap"}
    return len(names) + len(list(image.list_descendants()))


def stored_of(pool, name):
    with rbd.Image(pool, name, read_only=True) as image:
        return {
            "name": name,
            "size": image.size(),
            "modified": int(max(image.modify_timestamp(), image.create_timestamp()).timestamp()),
            "watchers": len(list(image.watchers_list())),
            "snapshots": foreign_snapshots(image),
        }


def half_made(name):
    return {"name": name, "size": 0, "modified": 0, "watchers": 0, "snapshots": 0}


configuration = load_configuration()
store = configuration.rbd
client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
database = open_database(configuration)
print(json.dumps({"now": int(time.time())}))
with client, client.open_ioctx(store.rbd_store_pool) as pool, database, database.cursor() as cursor:
    # Before the database: what is stored after this look is no orphan.
    names = rbd.RBD().list(pool)
    orphans = sorted(set(names) - set(located_names(cursor, store.rbd_store_pool)))
    for image in find_images(cursor, [*sys.argv[1:], *filter(is_uuid, orphans)]):
        print(json.dumps({"image": image}))
    for name in orphans:
        try:
            print(json.dumps({"stored": stored_of(pool, name)}))
        except rbd.ImageNotFound:
            # Whoever was killed while he made it has left its name, under which none can be made; or its import failed meanwhile.
            if name in rbd.RBD().list(pool):
                print(json.dumps({"stored": half_made(name)}))
sys.stdout.flush()
# librados crashes at times while Python tears it down.
os._exit(0)
