#!/usr/bin/env bash
# Checks the format, builds everything, and runs every test. Its last line is 'N passed, N failed, N skipped'.
# Usage: build/test.sh [fast]   ("fast" leaves out the tests that need a browser)
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

mode=${1:-all}
filter=()
case $mode in
    all) build/prerequisites.sh tests ;;
    fast)
        build/prerequisites.sh
        filter=(-trait- "Needs=browser")
        ;;
    *)
        echo "usage: build/test.sh [fast]" >&2
        exit 2
        ;;
esac

dotnet tool restore >/dev/null
dotnet csharpier check .
dotnet restore --locked-mode
dotnet build --no-restore

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
failed=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    "$project/bin/Debug/net10.0/$name" "${filter[@]}" -noColor -result-ctrf "$results/$name.json" || failed=1
done

node -e '
const fs = require("fs");
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(1)) {
    const { summary, tests } = JSON.parse(fs.readFileSync(file, "utf8")).results;
    sum.passed += summary.passed;
    sum.failed += summary.failed + summary.other;
    // "pending" are the programs that tests start as processes of their own; they are no tests.
    sum.skipped += summary.skipped;
    for (const test of tests.filter(t => t.status !== "passed" && t.status !== "pending"))
        console.log(`${test.status}: ${test.name}${test.message ? " (" + test.message.split("\n")[0] + ")" : ""}`);
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
' "$results"/*.json || failed=1
exit "$failed"
