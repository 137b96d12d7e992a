# Starts Apache as the same process, under the name and with the modules that it has in this image.
# Argument: httpd.conf. Ends with one sentence when the image has no Apache.

refuse() {
  echo "The image does not fit: it has no $1; set glance:httpdImage to an image that has Apache 2.4, as docs/image.md says." >&2
  # The number of glance_image.py.
  exit 78
}

program=$(command -v apache2 || command -v httpd) || refuse "apache2 or httpd on PATH"
for modules in /usr/lib/apache2/modules /usr/lib64/httpd/modules /usr/local/apache2/modules; do
  if [ -e "$modules/mod_proxy_http.so" ]; then
    exec "$program" -DFOREGROUND -C "Define MODULES $modules" -f "$1"
  fi
done
refuse "module proxy_http of Apache in /usr/lib/apache2, /usr/lib64/httpd or /usr/local/apache2"
