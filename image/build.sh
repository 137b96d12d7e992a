# Makes the root file system of a Glance image out of a Debian one that has packages.txt, and constraints.txt in /tmp.
# VENV: folder of the Python environment, /opt/glance unless it is set. EXTRA: further packages of PyPI, none unless it is set.
VENV=${VENV:-/opt/glance}

# Debian's rbd and rados modules exist only as packages, hence the system's site-packages. python3-rbd does not depend on
# python3-rados, although it cannot work without it.
python3 -m venv --system-site-packages "$VENV"
"$VENV/bin/pip" install --no-cache-dir --no-compile --constraint /tmp/constraints.txt \
  "glance==$(sed -n 's/^glance==//p' /tmp/constraints.txt)" PyMySQL python-memcached ${EXTRA:-}

groupadd --gid 42415 glance
useradd --uid 42415 --gid 42415 --home-dir /var/lib/glance --no-create-home --shell /usr/sbin/nologin glance
mkdir -p /etc/glance /etc/ceph /etc/httpd /run/httpd /var/log/glance /var/lib/glance
mv "$VENV/etc/glance/"* /etc/glance/
rm -rf "$VENV/etc"

# From here on: away with what no pod needs.
cd "$VENV"
site=$(echo lib/python3*/site-packages)
bin/pip uninstall --quiet --yes pip setuptools
# glance_store/tests stays: glance_store loads one of its drivers at every start.
find "$site" -type d -name tests ! -path '*/glance_store/*' -prune -exec rm -rf {} +
find / -xdev -name __pycache__ -type d -prune -exec rm -rf {} +
rm -rf /usr/lib/python3*/test /usr/lib/python3*/idlelib /usr/lib/python3*/lib2to3 \
  /usr/lib/python3*/ensurepip /usr/lib/python3*/tkinter /usr/share/python-wheels
rm -f /usr/bin/qemu-io /usr/bin/qemu-nbd /usr/sbin/qemu-nbd
for module in /usr/lib/apache2/modules/*.so; do
  case ${module##*/} in
  mod_mpm_event.so | mod_authz_core.so | mod_env.so | mod_headers.so | mod_reqtimeout.so | mod_proxy.so | \
    mod_proxy_http.so | mod_proxy_uwsgi.so | mod_socache_shmcb.so | mod_ssl.so) ;;
  *) rm -f "$module" ;;
  esac
done
cd /
rm -rf /usr/share/doc /usr/share/info /usr/share/man /usr/share/locale /usr/share/perl* /usr/share/bash-completion \
  /usr/share/lintian /usr/share/debconf /usr/include
rm -rf /etc/apt /etc/dpkg /var/cache/* /var/log/*.log /var/log/apt /var/lib/apt /usr/lib/apt /usr/bin/apt* \
  /usr/bin/dpkg* /usr/lib/dpkg /var/lib/dpkg /usr/sbin/policy-rc.d /etc/machine-id
rm -rf /usr/bin/perl* /usr/lib/*/perl* /usr/lib/*/libapt-* /usr/lib/*/libperl*
find / -xdev -type f -perm /6000 -exec chmod ug-s {} +
rm -rf /tmp/* /run/lock

# Archives have other file times than this root, so code checked by time would be stale for ever.
"$VENV/bin/python3" -m compileall -q -j 0 --invalidation-mode unchecked-hash \
  "$VENV/lib" /usr/lib/python3*
