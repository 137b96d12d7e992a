"""Looks up images in the database: those whose ids are the arguments, and all that are staged or being imported.

Prints one JSON object a line: {"id", "status", "stageHost", "updated"}, the time in seconds since the epoch. A
deleted image has the status "deleted"; one that the database does not know is left out.
"""

import datetime
import sys

ids = sys.argv[1:]
wanted = "images.id in %(ids)s or" if ids else ""
query = f"""
    select images.id, images.status, images.deleted, property.value, coalesce(images.updated_at, images.created_at)
    from images left join image_properties as property
        on property.image_id = images.id and property.name = %(name)s and property.deleted = 0
    where {wanted} images.deleted = 0 and (images.status in ('uploading', 'importing') or property.value is not null)
    order by images.id
"""

connection = open_database(load_configuration())
with connection, connection.cursor() as cursor:
    cursor.execute(query, {"ids": ids, "name": STAGE_HOST})
    for image, status, deleted, host, updated in cursor:
        seconds = updated.replace(tzinfo=datetime.timezone.utc).timestamp()
        status = "deleted" if deleted else status
        print(json.dumps({"id": image, "status": status, "stageHost": host, "updated": seconds}))
