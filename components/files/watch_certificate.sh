# Starts Apache as the same process, and has it read its certificate again whenever that was renewed.
# Arguments: directory with tls.crt and tls.key, and the command that starts Apache.
#
# Apache begins anew at SIGUSR1, and finishes the requests that run, uploads among them, in the processes that it has.

directory=$1
shift

fingerprint() {
  cat "$directory/tls.crt" "$directory/tls.key" | cksum
}

watch() {
  while sleep "${INTERVAL:-10}"; do
    found=$(fingerprint)
    if [ "$found" != "$known" ]; then
      known=$found
      echo "The certificate has been renewed." >&2
      kill -USR1 $$
    fi
  done
}

known=$(fingerprint)
watch &
exec "$@"
