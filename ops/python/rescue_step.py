"""Does one step of a repair of `rescue` in Glance's database, in Ceph or through the API of this pod.

Arguments: the port of the API, and the step as `run_step` takes it. Each step checks again that nothing has happened
since `rescue` looked, and can be repeated.
"""

import contextlib
import functools
from typing import Optional

import rados
import rbd
from oslo_config import cfg
from pymysql.cursors import Cursor

from api import Api
from ceph_pool import end, open_pool
from configuration import load_configuration
from database import LOCK, STAGE_HOST, transaction
from repair_step import RefusedError, run_step

IMPORTING = "os_glance_importing_to_stores"


def count_locations(cursor: Cursor, image: str) -> int:
    cursor.execute("select count(*) from image_locations where image_id = %s and status <> 'deleted'", (image,))
    return cursor.fetchone()[0]


def remove_own_snapshot(pool: rados.Ioctx, name: str) -> None:
    """Removes the snapshot that Glance makes when all is stored; its name is fixed in Glance."""
    with rbd.Image(pool, name) as image:
        if list(image.list_descendants()):
            raise RefusedError(f"the RBD image {name} has clones.")
        if list(image.watchers_list())[1:]:
            raise RefusedError(f"a client has the RBD image {name} open.")
        names = {snapshot["name"] for snapshot in image.list_snaps()}
        if names - {"snap"}:
            raise RefusedError(f"the RBD image {name} has snapshots of others.")
        if names:
            if image.is_protected_snap("snap"):
                image.unprotect_snap("snap")
            image.remove_snap("snap")


def remove_stored(configuration: cfg.ConfigOpts, name: str) -> str:
    with transaction(configuration) as cursor:
        if count_locations(cursor, name) > 0:
            raise RefusedError(f"image {name} has been imported meanwhile.")
    with open_pool(configuration) as pool:
        try:
            # One that is only half made cannot be opened, but removed.
            with contextlib.suppress(rbd.ImageNotFound):
                remove_own_snapshot(pool, name)
            rbd.RBD().remove(pool, name)
        except rbd.ImageNotFound:
            pass
        except rbd.ImageBusy as error:
            raise RefusedError(f"a client has the RBD image {name} open, or it has clones.") from error
    return f"removed the RBD image {name} from pool {configuration.rbd.rbd_store_pool}"


def take_lock(cursor: Cursor, image: str, status: str, updated: int, task: Optional[str]) -> None:
    """Takes the lock from the task of an image that is as `rescue` saw it; until the end nobody else changes it."""
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
        raise RefusedError(f"image {image} has changed meanwhile.")
    drop_properties(cursor, image, LOCK, IMPORTING)
    if task is not None:
        # As Glance does when it takes over a lock; a task that still runs gives up when it sees this.
        cursor.execute(
            "update tasks set status = 'failure', updated_at = utc_timestamp(),"
            " expires_at = utc_timestamp() + interval 2 day where id = %s",
            (task,),
        )
        cursor.execute("update task_info set message = 'Ended by rescue' where task_id = %s", (task,))


def drop_properties(cursor: Cursor, image: str, *names: str) -> None:
    cursor.execute("delete from image_properties where image_id = %s and name in %s", (image, names))


def set_host(cursor: Cursor, image: str, host: str) -> None:
    # Glance keeps a property that it has dropped as a deleted row, and the name is unique.
    cursor.execute(
        "insert into image_properties (image_id, name, value, created_at, updated_at, deleted)"
        " values (%s, %s, %s, utc_timestamp(), utc_timestamp(), 0)"
        " on duplicate key update value = %s, updated_at = utc_timestamp(), deleted = 0, deleted_at = null",
        (image, STAGE_HOST, host, host),
    )


def restage(
    configuration: cfg.ConfigOpts, image: str, status: str, updated: int, task: Optional[str], host: str
) -> str:
    """Makes an image staged on a pod: `uploading`, with its stage host and without a lock."""
    with transaction(configuration) as cursor:
        take_lock(cursor, image, status, updated, task)
        cursor.execute("update images set status = 'uploading', updated_at = utc_timestamp() where id = %s", (image,))
        set_host(cursor, image, host)
    return f"put back to uploading, staged on {host}"


def requeue(configuration: cfg.ConfigOpts, image: str, status: str, updated: int, task: Optional[str]) -> str:
    """Makes an image that waits for its data, as Glance does after a failed import."""
    with transaction(configuration) as cursor:
        take_lock(cursor, image, status, updated, task)
        cursor.execute(
            "update images set status = 'queued', size = null, virtual_size = null, updated_at = utc_timestamp()"
            " where id = %s",
            (image,),
        )
        drop_properties(cursor, image, STAGE_HOST)
    return "put back to queued"


def start_import(configuration: cfg.ConfigOpts, port: int, image: str) -> str:
    """Through this very pod, which is the stage host: nothing is proxied."""
    body = {"method": {"name": "glance-direct"}}
    status, _ = Api(configuration, port).request("POST", f"/v2/images/{image}/import", body)
    if status != 202:
        raise RefusedError(f"the import answered {status}.")
    return "started its import"


def main(port: int, step: dict) -> None:
    configuration = load_configuration()
    steps = {
        "removeStored": functools.partial(remove_stored, configuration),
        "restage": functools.partial(restage, configuration),
        "requeue": functools.partial(requeue, configuration),
        "import": functools.partial(start_import, configuration, port),
    }
    run_step(steps, step)
    end()
