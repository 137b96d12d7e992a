"""Makes the database of Glance, its user and what that may do there, as an administrator of the server.

Reads the JSON file that is named as argument. What is there stays; the password is set anew.
"""

import json
import sys

import pymysql


def create(wanted):
    connection = pymysql.connect(
        host=wanted["host"].strip("[]"),
        port=wanted["port"],
        user=wanted["adminUser"],
        password=wanted["adminPassword"],
        ssl={"ca": wanted["caFile"]} if "caFile" in wanted else None,
        connect_timeout=30,
    )
    user, password = (wanted["user"], "%"), wanted["password"]
    name = wanted["name"]
    # A grant takes _ for any letter.
    pattern = name.replace("_", "\\_")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4")
        cursor.execute("CREATE USER IF NOT EXISTS %s@%s IDENTIFIED BY %s", (*user, password))
        cursor.execute("ALTER USER %s@%s IDENTIFIED BY %s", (*user, password))
        cursor.execute(f"GRANT ALL ON `{pattern}`.* TO %s@%s", user)


def main(path):
    with open(path, encoding="utf-8") as file:
        wanted = json.load(file)
    try:
        create(wanted)
    except pymysql.Error as error:
        sys.exit(
            f"The database {wanted['name']} could not be made on {wanted['host']}:{wanted['port']}: "
            f"{error.args[-1]}; look at glance:database.host, adminUser and adminPassword."
        )


if __name__ == "__main__":
    main(sys.argv[1])
