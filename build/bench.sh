#!/usr/bin/env bash
# The benchmarks; a line of JSON per figure on standard output.
# Usage: build/bench.sh [start|engines|admissions|results|certificates|making|issuing COUNT|credentials|matching [PEOPLE]|tables [ROWS]|import DIR ...]   (without: all but issuing, import, tables and matching)
set -euo pipefail
cd "$(dirname "$0")/.."
build/prerequisites.sh bench # PostgreSQL, and the libraries that certificates are compared with

out=artifacts/bench
dotnet publish src/Enrollment.Web -c Release -r linux-x64 --self-contained false -o "$out/program" >&2
dotnet build tests/Enrollment.Benchmarks -c Release >&2
program=$PWD/$out/program/enrollment
bench=tests/Enrollment.Benchmarks/bin/Release/net10.0/Enrollment.Benchmarks

# PostgreSQL as a user would run it: what was answered survives a crash of the machine, as on SQLite.
engines() {
    local server
    server=$(mktemp -d -u)
    # shellcheck disable=SC2064
    trap "build/postgresql.sh stop '$server'" EXIT
    "$bench" "$1" "$program" \
        "$(build/postgresql.sh start "$server" fsync=on full_page_writes=on synchronous_commit=on)"
    trap - EXIT
    build/postgresql.sh stop "$server"
}

case ${1:-all} in
    start) "$bench" start "$program" ;;
    engines | admissions) engines "$1" ;;
    results) "$bench" results "$program" ;;
    certificates | making | credentials) "$bench" "$1" ;;
    issuing) "$bench" issuing "$2" ;;
    matching) "$bench" matching "${@:2}" ;;
    tables) "$bench" tables "$program" "${@:2}" ;;
    import) "$bench" import "$program" "$2" ;;
    all)
        "$bench" start "$program"
        "$bench" certificates
        "$bench" credentials
        engines engines
        engines admissions
        "$bench" results "$program"
        ;;
    *)
        echo "usage: build/bench.sh [start|engines|admissions|results|certificates|making|issuing COUNT|credentials|matching [PEOPLE]|tables [ROWS]|import DIR]" >&2
        exit 2
        ;;
esac
