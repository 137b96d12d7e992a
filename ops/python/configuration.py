"""The configuration of Glance in this pod, as far as the modules beside this one need it."""

from keystoneauth1 import loading
from oslo_config import cfg


def load_configuration() -> cfg.ConfigOpts:
    """Reads the files that Glance reads, and the environment."""
    configuration = cfg.ConfigOpts()
    configuration.register_opts([cfg.StrOpt("connection", secret=True)], group="database")
    names = ("rbd_store_pool", "rbd_store_user", "rbd_store_ceph_conf")
    configuration.register_opts([cfg.StrOpt(name) for name in names], group="rbd")
    loading.register_auth_conf_options(configuration, "keystone_authtoken")
    loading.register_session_conf_options(configuration, "keystone_authtoken")
    configuration([], project="glance", prog="glance-api")
    return configuration


def get_token(configuration: cfg.ConfigOpts) -> str:
    """A token of Glance's own user."""
    auth = loading.load_auth_from_conf_options(configuration, "keystone_authtoken")
    session = loading.load_session_from_conf_options(configuration, "keystone_authtoken", auth=auth)
    return session.get_token()
