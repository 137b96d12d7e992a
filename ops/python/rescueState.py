"""Prints what Glance's database and Ceph know, for `rescue`, as one JSON object a line.

Arguments: ids of images to look up besides those that are being uploaded or imported, such as those of
staged files. Prints {"now"}, then {"image"} for each of these images and {"stored"} for each RBD image of the
pool that no location of an image names. Times are in seconds since 1970.
"""

import os
import sys
import time
import urllib.parse
import uuid

import rados
import rbd

IMAGES = """
    select images.id, images.status, images.deleted, images.size, images.disk_format,
           timestampdiff(second, '1970-01-01', coalesce(images.updated_at, images.created_at)),
           (select count(*) from image_locations as location
             where location.image_id = images.id and location.status <> 'deleted'),
           host.value, task.value, tasks.status,
           timestampdiff(second, '1970-01-01', coalesce(tasks.updated_at, tasks.created_at)), task_info.input
      from images
      left join image_properties as host on host.image_id = images.id and host.deleted = 0
           and host.name = 'os_glance_stage_host'
      left join image_properties as task on task.image_id = images.id and task.deleted = 0
           and task.name = 'os_glance_import_task'
      left join tasks on tasks.id = task.value
      left join task_info on task_info.task_id = tasks.id
     where """


def is_uuid(name):
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def method_of(task_input):
    import_request = json.loads(task_input or "{}").get("import_req", {})
    return import_request.get("method", {}).get("name")


def image_of(row):
    image, status, deleted, size, disk_format, updated, locations, host, task, *task_fields = row
    task_status, task_updated, task_input = task_fields
    return {
        "id": image,
        "status": "deleted" if deleted else status,
        "size": size,
        "diskFormat": disk_format,
        "updated": updated,
        "locations": locations,
        "stageHost": host,
        "task": task and {
            "id": task,
            "status": task_status,
            "updated": task_updated,
            "method": method_of(task_input),
        },
    }


def images_of(cursor, condition, *values):
    cursor.execute(IMAGES + condition, values)
    return [image_of(row) for row in cursor.fetchall()]


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


configuration = load_configuration()
store = configuration.rbd
client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
database = open_database(configuration)
print(json.dumps({"now": int(time.time())}))
with client, client.open_ioctx(store.rbd_store_pool) as pool, database, database.cursor() as cursor:
    # Before the database: what is stored after this look is no orphan.
    names = rbd.RBD().list(pool)
    images = images_of(cursor, "images.deleted = 0 and images.status in ('uploading', 'importing')")
    orphans = sorted(set(names) - set(located_names(cursor, store.rbd_store_pool)))
    known = {image["id"] for image in images}
    for name in sorted({*sys.argv[1:], *filter(is_uuid, orphans)} - known):
        images += images_of(cursor, "images.id = %s", name)
    for image in images:
        print(json.dumps({"image": image}))
    for name in orphans:
        try:
            print(json.dumps({"stored": stored_of(pool, name)}))
        except rbd.ImageNotFound:  # its import failed meanwhile
            continue
sys.stdout.flush()
# librados crashes at times while Python tears it down.
os._exit(0)
