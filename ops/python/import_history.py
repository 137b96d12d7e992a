"""Prints what Glance's database knows of the imports of images, as one JSON object a line.

Argument: the ids of the images. Prints {"id", "created", "failedStores", "tasks"}; each task has {"id", "status",
"message", "request", "method", "created", "updated"}, the oldest first. Times are in seconds since 1970.
"""

import json
from typing import Optional

from pymysql.cursors import Cursor

from configuration import load_configuration
from database import method_of, transaction

CREATED = "select timestampdiff(second, '1970-01-01', created_at) from images where id = %s"
FAILED_STORES = """
    select value from image_properties where image_id = %s and deleted = 0 and name = 'os_glance_failed_import'
"""
TASKS = """
    select tasks.id, tasks.status, task_info.message, tasks.request_id, task_info.input,
           timestampdiff(second, '1970-01-01', tasks.created_at),
           timestampdiff(second, '1970-01-01', coalesce(tasks.updated_at, tasks.created_at))
      from tasks left join task_info on task_info.task_id = tasks.id
     where tasks.image_id = %s and tasks.type = 'api_image_import'
     order by tasks.created_at, tasks.id
"""


def task_of(row: tuple) -> dict:
    task, status, message, request, task_input, created, updated = row
    return {
        "id": task,
        "status": status,
        "message": message or "",
        "request": request,
        "method": method_of(task_input),
        "created": created,
        "updated": updated,
    }


def stores_of(row: Optional[tuple]) -> list[str]:
    return [store for store in (row[0] or "").split(",") if store] if row else []


def history_of(cursor: Cursor, image: str) -> dict:
    cursor.execute(CREATED, (image,))
    row = cursor.fetchone()
    created = row[0] if row else None
    cursor.execute(FAILED_STORES, (image,))
    failed_stores = stores_of(cursor.fetchone())
    cursor.execute(TASKS, (image,))
    return {"id": image, "created": created, "failedStores": failed_stores, "tasks": [task_of(one) for one in cursor]}


def main(images: list[str]) -> None:
    with transaction(load_configuration()) as cursor:
        for image in images:
            print(json.dumps(history_of(cursor, image)))
