#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Turn what the demo recorded in a folder into the columns that plot.gp draws.

usage: table.py FOLDER

Time is in seconds since the first segment. A threshold that was never set is
Linux's infinity and has no place in the picture.
"""
import json
import pathlib
import sys

INFINITE = 0x7fffffff
NSEC = 1e9


def samples(conns):
    for conn in conns:
        for steer in conn.get("steer", []):
            yield conn["time"], steer["cwnd"], steer["ssthresh"]


def decisions(lines):
    for line in lines:
        event = json.loads(line)
        yield event["time"] / NSEC, event["cause"], event["cwnd"], event["after"]


def main():
    folder = pathlib.Path(sys.argv[1])
    conns = [json.loads(line) for line in (folder / "conn.json").read_text().splitlines()]
    rows = list(samples(conns))
    start = conns[0]["time"] - conns[0]["age"] / NSEC
    with (folder / "cwnd.dat").open("w") as out:
        for time, cwnd, ssthresh in rows:
            print(f"{time - start:.3f} {cwnd} {ssthresh if ssthresh < INFINITE else 'NaN'}",
                  file=out)
    marks = list(decisions((folder / "decisions.json").read_text().splitlines()))
    for name, causes in (("loss", ("loss", "timeout", "ecn")), ("manual", ("manual",))):
        with (folder / f"{name}.dat").open("w") as out:
            for time, cause, cwnd, after in marks:
                if cause in causes:
                    print(f"{time - start:.3f} {cwnd} {after}", file=out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
