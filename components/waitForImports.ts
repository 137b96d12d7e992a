/**
 * Shell script that tells Glance to begin no new work, and waits until no process has had a file of its reserved stores
 * open three times in a row, a second apart. uWSGI loses every running import on SIGTERM otherwise, whatever the grace
 * period is: librbd's exit handlers run before Glance has drained its tasks.
 *
 * A deleted file is not waited for: Glance leaves it open when an import has failed, until Python collects its garbage
 * (`LimitingReader` in glance/common/utils.py has no `close`).
 *
 * @param volume Directory that holds the reserved stores.
 * @param drainMarker File that tells Glance.
 */
export function waitForImports(volume: string, drainMarker: string): string {
  return (
    `touch ${drainMarker}; n=0; while [ $n -lt 3 ]; do ` +
    `if ls -l /proc/[0-9]*/fd 2>/dev/null | grep ${volume}/os_glance_ | grep -qv '(deleted)$'; ` +
    "then n=0; else n=$((n+1)); fi; sleep 1; done"
  );
}
