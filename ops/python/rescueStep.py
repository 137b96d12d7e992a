"""Does one step of a repair of `rescue` in this pod.

Argument: JSON with `step` and what that step needs. Each step checks again that nothing has happened since `rescue`
looked, and can be repeated. Prints {"done"} or {"refused"} with a sentence for the operator.
"""

import glob
import os
import sys

DIRECTORY = "/var/lib/glance/os_glance_staging_store"
LOCK = "os_glance_import_task"
IMPORTING = "os_glance_importing_to_stores"


class Refused(Exception):
    """Something has happened since `rescue` looked."""


def is_open(path):
    def target(descriptor):
        try:
            return os.readlink(descriptor)
        except OSError:  # closed meanwhile
            return None

    return any(target(one) == path for one in glob.glob("/proc/[0-9]*/fd/*"))


def path_of(file):
    path = os.path.join(DIRECTORY, file)
    if is_open(path):
        raise Refused(f"{file} is open.")
    return path


def remove_file(file):
    try:
        os.remove(path_of(file))
    except FileNotFoundError:
        pass
    return f"removed the staged file {file}"


def rename_file(file, to):
    """Takes a converted image for the source; its format is in the database since the conversion ended."""
    if not os.path.exists(path_of(to)):
        os.rename(path_of(file), path_of(to))
    return f"renamed {file} to {to}"


def count_locations(image):
    database = open_database(configuration)
    with database, database.cursor() as cursor:
        cursor.execute(
            "select count(*) from image_locations where image_id = %s and status <> 'deleted'", image
        )
        return cursor.fetchone()[0]


def remove_stored(name):
    import rados
    import rbd

    if count_locations(name) > 0:
        raise Refused(f"image {name} has been imported meanwhile.")
    store = configuration.rbd
    client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
    with client, client.open_ioctx(store.rbd_store_pool) as pool:
        try:
            rbd.RBD().remove(pool, name)
        except rbd.ImageNotFound:
            pass
        except rbd.ImageBusy as error:
            raise Refused(f"a client has the RBD image {name} open.") from error
        except rbd.ImageHasSnapshots as error:
            raise Refused(f"the RBD image {name} has snapshots.") from error
    return f"removed the RBD image {name} from pool {store.rbd_store_pool}"


def change_image(cursor, image, status, task, assignments, values=()):
    """Changes an image that still has this status and this lock, and takes the lock from it."""
    cursor.execute("select status from images where id = %s and deleted = 0 for update", image)
    found = cursor.fetchone()
    cursor.execute(
        "select value from image_properties where image_id = %s and name = %s and deleted = 0", (image, LOCK)
    )
    lock = cursor.fetchone()
    if found != (status,) or (lock and lock[0]) != task:
        raise Refused(f"image {image} has changed meanwhile.")
    cursor.execute(
        f"update images set {assignments}, updated_at = utc_timestamp() where id = %s", (*values, image)
    )
    drop_properties(cursor, image, LOCK, IMPORTING)
    if task is not None:
        # As Glance does when it takes over a lock; a task that still runs gives up when it sees this.
        cursor.execute("update tasks set status = 'failure', updated_at = utc_timestamp() where id = %s", task)
        cursor.execute("update task_info set message = 'Ended by rescue' where task_id = %s", task)


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


def restage(image, status, task, host):
    """Makes an image staged on a pod: `uploading`, with its stage host and without a lock."""

    def change(cursor):
        change_image(cursor, image, status, task, "status = 'uploading'")
        set_host(cursor, image, host)

    in_transaction(change)
    return f"put back to uploading, staged on {host}"


def requeue(image, status, task):
    """Makes an image that waits for its data, as Glance does after a failed import."""

    def change(cursor):
        change_image(cursor, image, status, task, "status = 'queued', size = null, virtual_size = null")
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
    "removeFile": remove_file,
    "renameFile": rename_file,
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
