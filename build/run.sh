#!/usr/bin/env bash
# Restores, builds, fills the embedded database with demo data and serves on http://127.0.0.1:5080.
#   build/run.sh [FOLDER]      the data goes to FOLDER (default: data-demo in the repository)
#   PORT=8080 build/run.sh     another port; certificates carry the address, so give each port its own FOLDER
# The access tokens it prints are made at the first run and live in FOLDER; no other installation knows them.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
data=${1:-$root/data-demo}
address=http://127.0.0.1:${PORT:-5080}

"$root/build/prerequisites.sh"
dotnet build "$root/src/Enrollment.Web" -c Release --nologo -v quiet
app="$root/src/Enrollment.Web/bin/Release/net10.0/enrollment.dll"
export Enrollment__DataDirectory=$data
export Enrollment__PublicAddress=$address/
mkdir -p "$data"
dotnet "$app" seed-demo --accounts "$data/demo-accounts.env"
set -a
# shellcheck source=/dev/null
. "$data/demo-accounts.env"
set +a

cat <<TEXT

Pages            $address/
API reference    $address/docs
Stop it with Ctrl+C.
TEXT
exec dotnet "$app" serve --urls="$address"
