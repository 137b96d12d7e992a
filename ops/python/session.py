"""What the scripts beside it begin with: configuration, staging directory, database and API of this pod.

All of it as Glance's own user.
"""

import glob
import http.client
import json
import os

import pymysql
import sqlalchemy.engine
from keystoneauth1 import loading
from oslo_config import cfg

MEBIBYTE = 2**20
CONFIGURATION = "/etc/glance/glance-api.conf.d"
STAGING_DIRECTORY = "/var/lib/glance/os_glance_staging_store"
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


def load_configuration():
    configuration = cfg.ConfigOpts()
    configuration.register_opts([cfg.StrOpt("connection", secret=True)], group="database")
    names = ("rbd_store_pool", "rbd_store_user", "rbd_store_ceph_conf")
    configuration.register_opts([cfg.StrOpt(name) for name in names], group="rbd")
    loading.register_auth_conf_options(configuration, "keystone_authtoken")
    loading.register_session_conf_options(configuration, "keystone_authtoken")
    configuration(["--config-dir", CONFIGURATION], project="glance")
    return configuration


def get_token(configuration):
    auth = loading.load_auth_from_conf_options(configuration, "keystone_authtoken")
    session = loading.load_session_from_conf_options(configuration, "keystone_authtoken", auth=auth)
    return session.get_token()


def open_database(configuration):
    """A connection of its own; what the API hides, such as the stage host, is only there."""
    url = sqlalchemy.engine.make_url(configuration.database.connection)
    return pymysql.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
        connect_timeout=10,
    )


def find_images(cursor, ids):
    """Images with these ids, and all that are being staged or imported or have a stage host.

    A deleted image has the status `deleted`. Times are in seconds since 1970.
    """
    # SQL has no empty list, and no image an empty id.
    cursor.execute(IMAGES, {"ids": ["", *ids], "host": STAGE_HOST, "lock": LOCK})
    return [image_of(row) for row in cursor.fetchall()]


def image_of(row):
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
        "task": task and {
            "id": task,
            "status": task_status,
            "updated": task_updated,
            "method": method_of(task_input),
        },
    }


def method_of(task_input):
    import_request = json.loads(task_input or "{}").get("import_req", {})
    return import_request.get("method", {}).get("name")


def open_files():
    """Paths of all files that the processes of this pod have open."""
    found = set()
    for descriptor in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            found.add(os.readlink(descriptor))
        except OSError:  # closed meanwhile
            continue
    return found


def connect():
    return http.client.HTTPConnection("127.0.0.1", 9292, timeout=120)


def request(method, path, token, body=None):
    """Status and, if there is one, the JSON of an answer."""
    connection = connect()
    headers = {"X-Auth-Token": token, "Content-Type": "application/json"}
    connection.request(method, path, body and json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    is_json = answer.headers.get_content_type() == "application/json"
    return answer.status, json.loads(text) if text and is_json else None


def make_image(token, name, disk_format):
    body = {"name": name, "disk_format": disk_format, "container_format": "bare"}
    return request("POST", "/v2/images", token, body)[1]["id"]
