"""Keeps the log of Glance free of what is no error."""

import logging

from oslo_config import cfg


class UnusedStores(logging.Filter):
    """Drops that the driver of a store which nothing uses cannot be loaded: glance_store tries them all."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_load_error = str(record.msg).startswith("Could not load ") and bool(record.args)
        return not is_load_error or record.args[0] in cfg.CONF.enabled_backends.values()


def quiet_log() -> None:
    logging.getLogger("stevedore.extension").addFilter(UnusedStores())
