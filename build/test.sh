#!/usr/bin/env bash
# Checks the format, builds everything, and runs every test on every engine. Its last line is
# 'N passed, N failed, N skipped', over all engines; what failed or was skipped is listed before it.
# Usage: build/test.sh              SQLite; PostgreSQL, on a server that it starts and stops; SQL Server, on the one
#                                   that ENROLLMENT_TEST_SQLSERVER names in a connection string, if it is set
#        build/test.sh ENGINE       one engine: sqlite, postgresql or sqlserver
#        build/test.sh fast         SQLite, without the tests that need a browser
# The account of the connection string must be allowed to create databases; what the tests create they drop.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

mode=${1:-all}
sqlserver=${ENROLLMENT_TEST_SQLSERVER:-}
# Each pass names its own engine.
unset ENROLLMENT_TEST_POSTGRESQL ENROLLMENT_TEST_SQLSERVER
filter=()
case $mode in
    all) engines=(sqlite postgresql sqlserver) ;;
    sqlite | postgresql) engines=("$mode") ;;
    sqlserver)
        engines=(sqlserver)
        if [ -z "$sqlserver" ]; then
            echo "Set ENROLLMENT_TEST_SQLSERVER to the connection string of a SQL Server, then call this again." >&2
            exit 2
        fi
        ;;
    fast)
        engines=(sqlite)
        filter=(-trait- "Needs=browser")
        ;;
    *)
        sed -n '4,8p' "$0" >&2
        exit 2
        ;;
esac
if [ "$mode" = fast ]; then build/prerequisites.sh; else build/prerequisites.sh tests; fi

work=$(mktemp -d)
cleanup() {
    [ ! -e "$work/server" ] || build/postgresql.sh stop "$work/server"
    rm -rf "$work"
}
trap cleanup EXIT
# Without these the script would go on to the next engine where the tests ended in good order on Ctrl+C.
trap 'exit 130' INT
trap 'exit 143' TERM

dotnet tool restore >/dev/null
dotnet csharpier check .
dotnet restore --locked-mode
dotnet build --no-restore

failed=0
run() { # run ENGINE [WORD ...]: the tests that aren't kept from the engine, with further words for the test program
    local project name engine=$1
    shift
    for project in tests/*.Tests; do
        name=$(basename "$project")
        "$project/bin/Debug/net10.0/$name" -noColor -trait- "NotOn=$engine" "$@" \
            -result-ctrf "$work/$engine.$name.json" || failed=1
    done
}

for engine in "${engines[@]}"; do
    case $engine in
        sqlite) run sqlite "${filter[@]}" ;;
        postgresql)
            # Where this runs as root, the server's user passes through the directory.
            chmod 711 "$work"
            server=$(build/postgresql.sh start "$work/server")
            ENROLLMENT_TEST_POSTGRESQL=$server run postgresql
            ;;
        sqlserver)
            if [ -n "$sqlserver" ]; then
                ENROLLMENT_TEST_SQLSERVER=$sqlserver run sqlserver
            else
                run sqlserver -method Enrollment.Tests.Testing.EngineTests.The_tests_run_on_SQL_Server
            fi
            ;;
    esac
done

node -e '
const fs = require("fs"), path = require("path");
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(1)) {
    const engine = path.basename(file).split(".")[0];
    const { summary, tests } = JSON.parse(fs.readFileSync(file, "utf8")).results;
    sum.passed += summary.passed;
    sum.failed += summary.failed + summary.other;
    // "pending" are the programs that tests start as processes of their own; they are no tests.
    sum.skipped += summary.skipped;
    for (const test of tests.filter(t => t.status !== "passed" && t.status !== "pending"))
        console.log(`${test.status} (${engine}): ${test.name}${test.message ? " (" + test.message.split("\n")[0] + ")" : ""}`);
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
' "$work"/*.json || failed=1
exit "$failed"
