#!/usr/bin/env bash
# The benchmarks; a line of JSON per figure on standard output.
# Usage: build/bench.sh [start|http|certificates|import DIR ...]   (without: all but import)
set -euo pipefail
cd "$(dirname "$0")/.."
build/prerequisites.sh

out=artifacts/bench
dotnet publish src/Enrollment.Web -c Release -r linux-x64 --self-contained false -o "$out/program" >&2
dotnet build tests/Enrollment.Benchmarks -c Release >&2
program=$PWD/$out/program/enrollment
bench=tests/Enrollment.Benchmarks/bin/Release/net10.0/Enrollment.Benchmarks

case ${1:-all} in
    start) "$bench" start "$program" ;;
    http) "$bench" http "$program" ;;
    certificates) "$bench" certificates ;;
    import) "$bench" import "$program" "$2" ;;
    all)
        "$bench" start "$program"
        "$bench" certificates
        "$bench" http "$program"
        ;;
    *)
        echo "usage: build/bench.sh [start|http|certificates|import DIR]" >&2
        exit 2
        ;;
esac
