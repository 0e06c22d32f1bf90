#!/usr/bin/env bash
# Installs what is missing on a fresh machine that has the .NET 10 SDK, Node 20 and Debian's package tool.
# Usage: build/prerequisites.sh [tests|bench]   ("tests" adds a database server and the independent programs that check
# documents and pages, "bench" also the libraries that certificates are compared with)
set -euo pipefail

for tool in dotnet npm; do
    if ! command -v "$tool" >/dev/null; then
        echo "'$tool' is missing: install the .NET 10 SDK and Node 20, then call this again." >&2
        exit 1
    fi
done

wanted=()
need() { # need PROGRAM PACKAGE
    command -v "$1" >/dev/null || wanted+=("$2")
}
# ICU: the order of right-to-left text.
ldconfig -p 2>/dev/null | grep -q 'libicuuc\.so' || wanted+=(libicu-dev)
# Packs documents; without it the runtime's own zlib does, which takes longer.
ldconfig -p 2>/dev/null | grep -q 'libdeflate\.so\.0' || wanted+=(libdeflate0)
# Pictures of designs.
need pdftoppm poppler-utils
if [ "${1:-}" = bench ]; then
    need php php-cli
    [ -d /usr/share/php/tcpdf ] || wanted+=(php-tcpdf)
    [ -d /usr/lib/python3/dist-packages/reportlab ] || wanted+=(python3-reportlab)
fi
if [ "${1:-}" = tests ] || [ "${1:-}" = bench ]; then
    need zbarimg zbar-tools
    need qpdf qpdf
    need openssl openssl
    need softhsm2-util softhsm2
    need chromium chromium
    # Its place isn't in everybody's path.
    [ -x /usr/sbin/clamd ] || wanted+=(clamav-daemon)
    # Its programs aren't in the path; build/postgresql.sh finds them.
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || wanted+=(postgresql)
fi

if [ "${#wanted[@]}" -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "Please install: ${wanted[*]}" >&2
        exit 1
    fi
    run=()
    [ "$(id -u)" -eq 0 ] || run=(sudo)
    echo "Installing ${wanted[*]} ..." >&2
    if [[ " ${wanted[*]} " == *" postgresql "* ]]; then
        # The tests start servers of their own: no cluster is made that would run from now on.
        "${run[@]}" mkdir -p /etc/postgresql-common/createcluster.d
        echo "create_main_cluster = false" |
            "${run[@]}" tee /etc/postgresql-common/createcluster.d/enrollment.conf >/dev/null
    fi
    "${run[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi
