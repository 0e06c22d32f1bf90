#!/usr/bin/env bash
# A PostgreSQL server for tests and benchmarks: on a free loopback port, in a new directory, run by an ordinary user.
#   build/postgresql.sh start DIR [SETTING=VALUE ...]   prints a connection string; DIR must not exist
#   build/postgresql.sh stop DIR                        stops it and removes DIR
#   build/postgresql.sh restart DIR                     as an administrator would, breaking every connection
#   build/postgresql.sh down DIR                        stops it and keeps DIR
#   build/postgresql.sh up DIR                          starts it again, on the same port
# Without settings it forgets what it wrote when the machine crashes (fsync=off): enough for tests.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
action=$1
dir=$(realpath -m "$2")
shift 2

# PostgreSQL refuses to run as root.
as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@")
    else
        "$@"
    fi
}

control() { as_user "$bin/pg_ctl" -D "$dir/data" -w -t 60 "$@"; }

case $action in
    start)
        mkdir -p "$dir"
        [ "$(id -u)" -ne 0 ] || chown postgres "$dir"
        chmod 700 "$dir"
        as_user "$bin/initdb" -D "$dir/data" -U enrollment -A trust -E UTF8 --locale=C --no-sync >/dev/null
        port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
        as_user tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 400
fsync = off
full_page_writes = off
max_wal_size = 4GB
CONF
        for setting in "$@"; do
            echo "${setting%%=*} = '${setting#*=}'" | as_user tee -a "$dir/data/postgresql.conf" >/dev/null
        done
        control -l "$dir/log" start >/dev/null || { cat "$dir/log" >&2; exit 1; }
        echo "Host=127.0.0.1;Port=$port;Username=enrollment;Database=postgres;SSL Mode=Disable"
        ;;
    restart) control -l "$dir/log" -m fast restart >/dev/null ;;
    down) control -m fast stop >/dev/null ;;
    up) control -l "$dir/log" start >/dev/null ;;
    stop)
        control -m immediate stop >/dev/null
        rm -rf "$dir"
        ;;
    *)
        sed -n '2,8p' "$0" >&2
        exit 2
        ;;
esac
