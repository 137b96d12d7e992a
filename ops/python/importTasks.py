"""Lists the imports that were started since a time, and those of one request.

Arguments: the id of the request, and the time in seconds since the epoch. Prints one JSON object a line:
{"id", "image", "request", "user", "created"}, the time in seconds since the epoch.
"""

import datetime
import sys

request_id, since = sys.argv[1], float(sys.argv[2])
query = """
    select id, image_id, request_id, user_id, created_at from tasks
    where type = 'api_image_import' and (created_at >= %s or request_id = %s)
    order by created_at
"""

connection = open_database(load_configuration())
with connection, connection.cursor() as cursor:
    cursor.execute(query, (datetime.datetime.utcfromtimestamp(since), request_id))
    for task, image, request_of_task, user, created in cursor:
        seconds = created.replace(tzinfo=datetime.timezone.utc).timestamp()
        print(json.dumps({"id": task, "image": image, "request": request_of_task, "user": user, "created": seconds}))
