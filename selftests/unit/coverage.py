#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Branch coverage of sources, per file, from the records of gcc's --coverage.

coverage.py OBJECTS SOURCE...

OBJECTS is the folder with the .gcda files. Exits with 1 if a line was not run
or a branch not taken, and names each.
"""

import gzip
import json
import pathlib
import subprocess
import sys
import tempfile


def records(objects, source):
    """What gcov knows of a source: its lines, each with its branches."""
    with tempfile.TemporaryDirectory() as folder:
        data = objects.resolve() / (source.stem + ".gcda")
        if not data.exists():
            sys.exit(f"coverage: {data} is missing: was it built with --coverage, and run?")
        subprocess.run(["gcov", "--json-format", "--branch-probabilities", str(data)],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for report in pathlib.Path(folder).glob("*.json.gz"):
            with gzip.open(report) as stream:
                for entry in json.load(stream)["files"]:
                    yield entry


def main():
    objects = pathlib.Path(sys.argv[1])
    missing = 0
    all_taken = 0
    all_branches = 0

    for name in sys.argv[2:]:
        source = pathlib.Path(name)
        text = source.read_text().splitlines()
        taken = branches = 0
        holes = []
        for entry in records(objects, source):
            if pathlib.Path(entry["file"]).name != source.name:
                continue
            for line in entry["lines"]:
                number = line["line_number"]
                if not line["count"]:
                    holes.append((number, "not run"))
                hits = [branch["count"] for branch in line["branches"]]
                branches += len(hits)
                taken += sum(1 for hit in hits if hit)
                untaken = [str(i) for i, hit in enumerate(hits) if not hit]
                if untaken and line["count"]:
                    holes.append((number, "branch " + ", ".join(untaken) + " not taken"))
        share = 100 * taken / branches if branches else 100
        print(f"{source.name:16} {taken:4} of {branches:4} branches  {share:6.2f} %")
        for number, what in holes:
            print(f"    {number}: {what}: {text[number - 1].strip()}")
        missing += len(holes)
        all_taken += taken
        all_branches += branches

    print(f"{'all':16} {all_taken:4} of {all_branches:4} branches  "
          f"{100 * all_taken / all_branches:6.2f} %")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
