"""Opens a store of Glance on the cluster in memory."""

import tempfile

import fake_ceph

fake_ceph.install()

import glance_store  # noqa: E402
from glance_store import multi_backend as stores  # noqa: E402
from oslo_config import cfg  # noqa: E402


def open_store(kind, thin=True, others=()):
    """Configures Glance's stores, and returns the first of them."""
    conf = cfg.ConfigOpts()
    conf.register_opts([cfg.DictOpt("enabled_backends")])
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        backends = ", ".join(f"{name}:{kind}" for name in ("ceph", *others))
        file.write(f"[DEFAULT]\nenabled_backends = {backends}\n[glance_store]\ndefault_backend = ceph\n")
        file.write(f"[ceph]\nrbd_thin_provisioning = {thin}\nrbd_store_chunk_size = 2\n")
        file.flush()
        conf([], project="glance", default_config_files=[file.name])
    stores.CONF = conf
    glance_store.register_store_opts(conf)
    glance_store.create_multi_stores(conf)
    # As Glance's reserved stores do; the configuration is then read anew.
    conf.register_opts([cfg.StrOpt("filesystem_store_metadata_file")])
    stores.verify_store()
    return stores.get_store_from_store_identifier("ceph")
