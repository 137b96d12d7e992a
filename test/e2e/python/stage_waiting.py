"""Stages a few bytes on this pod, of an image that looks as if nothing had happened to it for two hours.

Argument: the port of the API. Prints the image as JSON. Only the database can make an image older.
"""

import json

from api import Api
from configuration import load_configuration
from database import transaction
from images import make_image, stage


def main(port: int) -> None:
    configuration = load_configuration()
    api = Api(configuration, port)
    image = make_image(api, "waiting")
    assert stage(api, image, b"waiting") == 204
    with transaction(configuration) as cursor:
        cursor.execute("update images set updated_at = utc_timestamp() - interval 2 hour where id = %s", (image,))
    print(json.dumps({"image": image}))
