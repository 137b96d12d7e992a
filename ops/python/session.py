"""What the scripts beside it begin with: the configuration, database and API of this pod, as Glance's own user."""

import http.client
import json

import pymysql
import sqlalchemy.engine
from keystoneauth1 import loading
from oslo_config import cfg

MEBIBYTE = 2**20
CONFIGURATION = "/etc/glance/glance-api.conf.d"
STAGE_HOST = "os_glance_stage_host"


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
