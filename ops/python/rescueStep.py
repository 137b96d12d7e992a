"""Does one step of a repair of `rescue` in Glance's database, in Ceph or through the API of this pod.

Argument: JSON with `step` and what that step needs. Each step checks again that nothing has happened since `rescue`
looked, and can be repeated. Prints {"done"} or {"refused"} with a sentence for the operator.
"""

import contextlib
import os
import sys

import rados
import rbd

IMPORTING = "os_glance_importing_to_stores"


class Refused(Exception):
    """Something has happened since `rescue` looked."""


def count_locations(image):
    database = open_database(configuration)
    with database, database.cursor() as cursor:
        cursor.execute(
            "select count(*) from image_locations where image_id = %s and status <> 'deleted'", (image,)
        )
        return cursor.fetchone()[0]


def remove_own_snapshot(pool, name):
    """Removes the snapshot that Glance makes when all is stored; its name is fixed in Glance."""
    with rbd.Image(pool, name) as image:
        if list(image.list_descendants()):
            raise Refused(f"the RBD image {name} has clones.")
        if list(image.watchers_list())[1:]:
            raise Refused(f"a client has the RBD image {name} open.")
        names = {snapshot["name"] for snapshot in image.list_snaps()}
        if names - {"snap"}:
            raise Refused(f"the RBD image {name} has snapshots of others.")
        if names:
            if image.is_protected_snap("snap"):
                image.unprotect_snap("snap")
            image.remove_snap("snap")


def remove_stored(name):
    if count_locations(name) > 0:
        raise Refused(f"image {name} has been imported meanwhile.")
    store = configuration.rbd
    client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
    with client, client.open_ioctx(store.rbd_store_pool) as pool:
        try:
            # One that is only half made cannot be opened, but removed.
            with contextlib.suppress(rbd.ImageNotFound):
                remove_own_snapshot(pool, name)
            rbd.RBD().remove(pool, name)
        except rbd.ImageNotFound:
            pass
        except rbd.ImageBusy as error:
            raise Refused(f"a client has the RBD image {name} open, or it has clones.") from error
    return f"removed the RBD image {name} from pool {store.rbd_store_pool}"


def change_image(cursor, image, status, updated, task, assignments):
    """Changes an image that is as `rescue` saw it and has this lock still, and takes the lock from it."""
    cursor.execute(
        "select status, timestampdiff(second, '1970-01-01', coalesce(updated_at, created_at))"
        " from images where id = %s and deleted = 0 for update",
        (image,),
    )
    found = cursor.fetchone()
    cursor.execute(
        "select value from image_properties where image_id = %s and name = %s and deleted = 0", (image, LOCK)
    )
    lock = cursor.fetchone()
    if found != (status, updated) or (lock and lock[0]) != task:
        raise Refused(f"image {image} has changed meanwhile.")
    cursor.execute(f"update images set {assignments}, updated_at = utc_timestamp() where id = %s", (image,))
    drop_properties(cursor, image, LOCK, IMPORTING)
    if task is not None:
        # As Glance does when it takes over a lock; a task that still runs gives up when it sees this.
        cursor.execute(
            "update tasks set status = 'failure', updated_at = utc_timestamp(),"
            " expires_at = utc_timestamp() + interval 2 day where id = %s",
            (task,),
        )
        cursor.execute("update task_info set message = 'Ended by rescue' where task_id = %s", (task,))


def drop_properties(cursor, image, *names):
    cursor.execute("delete from image_properties where image_id = %s and name in %s", (image, names))


def set_host(cursor, image, host):
    # Glance keeps a property that it has dropped as a deleted row, and the name is unique.
    cursor.execute(
        "insert into image_properties (image_id, name, value, created_at, updated_at, deleted)"
        " values (%s, %s, %s, utc_timestamp(), utc_timestamp(), 0)"
        " on duplicate key update value = %s, updated_at = utc_timestamp(), deleted = 0, deleted_at = null",
        (image, STAGE_HOST, host, host),
    )


def in_transaction(change):
    database = open_database(configuration)
    with database, database.cursor() as cursor:
        change(cursor)
        database.commit()


def restage(image, status, updated, task, host):
    """Makes an image staged on a pod: `uploading`, with its stage host and without a lock."""

    def change(cursor):
        change_image(cursor, image, status, updated, task, "status = 'uploading'")
        set_host(cursor, image, host)

    in_transaction(change)
    return f"put back to uploading, staged on {host}"


def requeue(image, status, updated, task):
    """Makes an image that waits for its data, as Glance does after a failed import."""

    def change(cursor):
        queued = "status = 'queued', size = null, virtual_size = null"
        change_image(cursor, image, status, updated, task, queued)
        drop_properties(cursor, image, STAGE_HOST)

    in_transaction(change)
    return "put back to queued"


def start_import(image):
    """Through this very pod, which is the stage host: nothing is proxied."""
    token = get_token(configuration)
    body = {"method": {"name": "glance-direct"}}
    status, _ = request("POST", f"/v2/images/{image}/import", token, body)
    if status != 202:
        raise Refused(f"the import answered {status}.")
    return "started its import"


steps = {
    "removeStored": remove_stored,
    "restage": restage,
    "requeue": requeue,
    "import": start_import,
}
arguments = json.loads(sys.argv[1])
step = steps[arguments.pop("step")]
configuration = load_configuration()
try:
    print(json.dumps({"done": step(**arguments)}), flush=True)
except Refused as refusal:
    print(json.dumps({"refused": str(refusal)}), flush=True)
# librados crashes at times while Python tears it down.
os._exit(0)
