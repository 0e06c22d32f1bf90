#!/usr/bin/env bash
# The main job, unattended, from end to end: import, admissions, marks, board, certificates, verification.
#   build/demo.sh DATA OUT [--seed N] [--trainees N] [--places N]
#   build/demo.sh OUT ...      without a data set: made-up trainees
# Writes OUT/certificates/*.pdf, OUT/data/mail (a maildir) and OUT/summary.json. Exit code 1: a check failed, and is named.
set -euo pipefail

if [ $# -eq 0 ]; then
  sed -n '2,5p' "$0" >&2
  exit 2
fi

root=$(cd "$(dirname "$0")/.." && pwd)
"$root/build/prerequisites.sh"
dotnet build "$root/src/Enrollment.Web" -c Release --nologo -v quiet >&2
exec dotnet "$root/src/Enrollment.Web/bin/Release/net10.0/enrollment.dll" demo "$@"
