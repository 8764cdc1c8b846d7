#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts the log of a run made just now into README.md and README.zh.md: the whole log, and of it the rows
# around the connection door's birth. usage: cmake/readme-log.sh path/to/twodoors
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
twodoors=$1

for tongue in en zh; do
    readme=README.md
    [[ $tongue == en ]] || readme=README.zh.md
    log=$("$twodoors" run tcp-echo --lang "$tongue")
    LOG=$log python3 - "$readme" <<'PYTHON'
import os
import re
import sys

path = sys.argv[1]
log = os.environ["LOG"]
rows = re.split(r"\n(?= {0,3}\d+ +\d+\.\d{6} )", log)
first = next(i for i, row in enumerate(rows) if re.search(r" SYN  10\.", row))
excerpt = "\n".join(rows[first:first + 12])
with open(path, encoding="utf-8") as file:
    text = file.read()
blocks = iter([excerpt, log])
text = re.sub(r"(```text\n).*?(\n```)", lambda m: m[1] + next(blocks) + m[2], text, flags=re.S)
with open(path, "w", encoding="utf-8") as file:
    file.write(text)
PYTHON
done
