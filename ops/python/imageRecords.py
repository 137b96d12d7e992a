"""Prints what Glance's database knows of images, as one JSON object a line.

Arguments: ids of images to look up besides those that `find_images` finds by itself.
"""

import sys

database = open_database(load_configuration())
with database, database.cursor() as cursor:
    for image in find_images(cursor, sys.argv[1:]):
        print(json.dumps(image))
