"""Lists the imports that were started since a time, and those of one request.

Arguments: the id of the request, and the time in seconds since 1970. Prints one JSON object a line:
{"id", "image", "request", "user", "created"}, the time in seconds since 1970.
"""

import datetime
import json

from configuration import load_configuration
from database import transaction

TASKS = """
    select id, image_id, request_id, user_id, created_at from tasks
    where type = 'api_image_import' and (created_at >= %s or request_id = %s)
    order by created_at
"""


def main(request_id: str, since: float) -> None:
    start = datetime.datetime.fromtimestamp(since, datetime.timezone.utc)
    with transaction(load_configuration()) as cursor:
        cursor.execute(TASKS, (start, request_id))
        for task, image, request, user, created in cursor:
            seconds = created.replace(tzinfo=datetime.timezone.utc).timestamp()
            print(json.dumps({"id": task, "image": image, "request": request, "user": user, "created": seconds}))
