"""The database of Glance, and what it knows of images."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from typing import Optional

import pymysql
import sqlalchemy.engine
from oslo_config import cfg
from pymysql.cursors import Cursor

STAGE_HOST = "os_glance_stage_host"
LOCK = "os_glance_import_task"
IMAGES = """
    select images.id, images.status, images.deleted, images.size, images.disk_format,
           timestampdiff(second, '1970-01-01', coalesce(images.updated_at, images.created_at)),
           (select count(*) from image_locations as location
             where location.image_id = images.id and location.status <> 'deleted'),
           host.value, task.value, tasks.status,
           timestampdiff(second, '1970-01-01', coalesce(tasks.updated_at, tasks.created_at)), task_info.input
      from images
      left join image_properties as host on host.image_id = images.id and host.deleted = 0
           and host.name = %(host)s
      left join image_properties as task on task.image_id = images.id and task.deleted = 0
           and task.name = %(lock)s
      left join tasks on tasks.id = task.value
      left join task_info on task_info.task_id = tasks.id
     where images.id in %(ids)s
        or images.deleted = 0 and (images.status in ('uploading', 'importing') or host.value is not null)
     order by images.id
"""


@contextlib.contextmanager
def transaction(configuration: cfg.ConfigOpts) -> Iterator[Cursor]:
    """On a connection of its own; what the API hides, such as the stage host, is only there."""
    url = sqlalchemy.engine.make_url(configuration.database.connection)
    # What stands after the `?` of the URL, such as the CA of the server, only SQLAlchemy can tell.
    _, keywords = url.get_dialect()().create_connect_args(url)
    connection = pymysql.connect(**keywords, connect_timeout=10)
    with connection, connection.cursor() as cursor:
        yield cursor
        connection.commit()


def find_images(cursor: Cursor, ids: Iterable[str]) -> list[dict]:
    """Images with these ids, and all that are being staged or imported or have a stage host.

    A deleted image has the status `deleted`. Times are in seconds since 1970.
    """
    # SQL has no empty list, and no image an empty id.
    cursor.execute(IMAGES, {"ids": ["", *ids], "host": STAGE_HOST, "lock": LOCK})
    return [image_of(row) for row in cursor.fetchall()]


def image_of(row: tuple) -> dict:
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
        "task": task
        and {
            "id": task,
            "status": task_status,
            "updated": task_updated,
            "method": method_of(task_input),
        },
    }


def method_of(task_input: Optional[str]) -> Optional[str]:
    import_request = json.loads(task_input or "{}").get("import_req", {})
    return import_request.get("method", {}).get("name")
