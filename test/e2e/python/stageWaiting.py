"""Stages a few bytes on this pod, of an image that looks as if nothing had happened to it for two hours.

Prints the image as JSON. Only the database can make an image older.
"""

token = get_token(configuration := load_configuration())
image = make_image(token, "waiting", "raw")
connection = connect()
headers = {"X-Auth-Token": token, "Content-Type": "application/octet-stream"}
connection.request("PUT", f"/v2/images/{image}/stage", b"waiting", headers)
assert connection.getresponse().status == 204
database = open_database(configuration)
with database, database.cursor() as cursor:
    cursor.execute(
        "update images set updated_at = utc_timestamp() - interval 2 hour where id = %s", (image,)
    )
    database.commit()
print(json.dumps({"image": image}))
