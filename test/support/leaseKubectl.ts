import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { standIn } from "./kubectl";

/** A Lease as the stand-in keeps it. */
export interface KeptLease {
  holder: string;
  renewTime: string;
}

/** A stand-in for kubectl that keeps one Lease, and minds the conditions of requests as the API server does. */
const script = String.raw`
cd "$(dirname "$0")"
values() { grep -o "\"$1\":\"[^\"]*\"" | cut -d '"' -f 4; }
version() { cksum lease | cut -d ' ' -f 1; }
refuse() { echo "$1" >&2; exit 1; }
[ "$1" != --namespace ] || shift 2
input=$(cat)
value() { echo "$input" | values "$1"; }
save() { echo "\"holder\":\"$1\",\"renewTime\":\"$2\"" > lease; }
kept() { values "$1" < lease; }

echo "$@" >> calls
[ ! -e away ] || refuse "The connection to the server was refused"
[ "$1" = get ] || [ ! -e overtaking ] || mv overtaking lease
case "$*" in
  "get lease"*)
    [ ! -e lease ] || echo '{"metadata":{"resourceVersion":"'$(version)'"},"spec":{"leaseDurationSeconds":30,
      "holderIdentity":"'$(kept holder)'","renewTime":"'$(kept renewTime)'"}}' ;;
  create*)
    [ ! -e lease ] || refuse "AlreadyExists"
    save "$(value holderIdentity)" "$(value renewTime)" ;;
  replace*)
    [ "$(value resourceVersion)" = "$(version)" ] || refuse "Conflict"
    save "$(value holderIdentity)" "$(value renewTime)" ;;
  "patch lease"*)
    [ -e lease ] || refuse "NotFound"
    tested=$(echo "$*" | grep -o '"op":"test".*' | values value | head -n 1)
    [ "$tested" = "" ] || [ "$tested" = "$(kept holder)" ] || refuse "The request is invalid"
    save "$(kept holder)" "$(echo "$*" | grep -o '"[a-zA-Z]*":"[^"]*Z"' | cut -d '"' -f 4)" ;;
  "delete lease"* | *"/leases/"*)
    [ -e lease ] || refuse "NotFound"
    condition=$(value resourceVersion)
    [ "$condition" = "" ] || [ "$condition" = "$(version)" ] || refuse "Conflict"
    rm lease ;;
esac
`;

/** Puts a kubectl on PATH that keeps one Lease. */
export function keepLease() {
  const folder = standIn(script);
  const path = (name: string) => join(folder, name);
  const write = (name: string) => (lease: KeptLease) =>
    writeFileSync(path(name), `"holder":"${lease.holder}","renewTime":"${lease.renewTime}"\n`);
  return {
    /** The Lease; undefined when there is none. */
    read(): KeptLease | undefined {
      return existsSync(path("lease"))
        ? (JSON.parse(`{${readFileSync(path("lease"), "utf8")}}`) as KeptLease)
        : undefined;
    },
    /** Replaces the Lease. */
    write: write("lease"),
    /** Replaces the Lease when something is next to be changed, after it was read. */
    writeBeforeNextChange: write("overtaking"),
    /** Deletes the Lease. */
    remove: () => rmSync(path("lease")),
    /** Has the API server answer nothing any more. */
    goAway: () => writeFileSync(path("away"), ""),
    /** The calls of kubectl so far. */
    calls: () =>
      existsSync(path("calls")) ? readFileSync(path("calls"), "utf8").trim().split("\n") : [],
  };
}
