#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The lab with its machine: the same bytes for a seed, and what is known of a path."""
import filecmp
import json
import os
import subprocess
import tempfile
from pathlib import Path

import tap
from tap import TREE, equal, near

PATH = """
title: made for a test
path: {rate: 10mbit, rtt: 40ms, buffer: 1bdp, loss: $loss}
duration: 10s
spread-start: 0s
flows:
- {name: a, cc: $cc}
- {name: b, cc: reno, start: 2s}
vary: {loss: [0%, 1%], cc: [cubic, bbr, sawtooth]}
"""
ALONE = PATH.replace("- {name: b, cc: reno, start: 2s}\n", "")
# A store of its own, beside which the kernel and its compiler's cache are found.
work = tempfile.TemporaryDirectory(prefix="sawtooth-lab-test.")  # pylint: disable=consider-using-with
env = os.environ | {"SAWTOOTH_LAB_STORE": f"{work.name}/store"}


def lab(text, *options, fails=False):
    """What tools/lab/run says of an experiment."""
    path = Path(work.name, "made.yaml")
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([TREE / "tools/lab/run", path, *options], env=env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def values(text, *options):
    """By case, the medians of an experiment."""
    target = Path(work.name, "result.json")
    lab(text, "--json", target, *options)
    found = json.loads(target.read_text(encoding="utf-8"))["experiments"][0]["cases"]
    return {" ".join(case["case"].values()):
            {key: value["median"] for key, value in case["values"].items()} for case in found}


def kept(name, *options):
    folder = Path(work.name, name)
    lab(PATH, "--only", "loss=1%", "--keep", folder, *options)
    return folder


def differences(one, other):
    names = sorted(file.name for file in one.iterdir())
    equal(names, sorted(file.name for file in other.iterdir()))
    assert {"series", "console.log", "output.log"} <= set(names), names
    return [name for name in names if not filecmp.cmp(one / name, other / name, shallow=False)]


def test_same_bytes():
    """the same seed gives the same bytes: series, console and output"""
    for cc in ("cubic", "bbr", "sawtooth"):
        one = kept(f"{cc}-1", "--seed", "3", "--only", f"cc={cc}")
        busy = subprocess.Popen(["sh", "-c", "while :; do :; done"])
        other = kept(f"{cc}-2", "--seed", "3", "--only", f"cc={cc}")
        busy.kill()
        busy.wait()
        equal(differences(one, other), [])
        assert (one / "series").stat().st_size > 10_000


def test_other_seed():
    """another seed gives another series"""
    one = kept("seed-4", "--seed", "4", "--only", "cc=cubic")
    assert "series" in differences(Path(work.name, "cubic-1"), one)


def test_path():
    """the path has its rate, its RTT, its buffer and its loss"""
    found = values(ALONE, "--seed", "1", "--cc", "cubic,bbr")
    assert 0.95 < found["0% cubic"]["utilisation"] <= 1, found["0% cubic"]
    # And a segment takes 1.2 ms. A queue of 1 BDP is as much again.
    near(found["0% cubic"]["rtt-min"], 41.2, 0.01)
    near(found["0% cubic"]["rtt-p95"], 79, 0.05)
    near(found["1% cubic"]["resent"], 0.01, 0.4)
    equal([found[f"0% {cc}"]["marks"] for cc in ("cubic", "bbr")], [0, 0])


def test_same_windows():
    """two that do the same are the same at each ACK, two that do not are found out"""
    text = ALONE + "same: {cc: [reno, sawtooth/reno]}\n"
    said = lab(text, "--seed", "1", "--cc", "reno,sawtooth/reno", "--only", "loss=0%", "--strict")
    assert "1 goals met, 0 missed" in said, said
    # Also where one of them is given parameters.
    other = "sawtooth/reno:slow-start-law=standard"
    said = lab(text.replace("sawtooth/reno", other), "--seed", "1", "--cc", f"reno,{other}",
               "--only", "loss=0%", "--strict")
    assert "1 goals met, 0 missed" in said, said
    said = lab(text.replace("sawtooth/reno", "cubic"), "--seed", "1", "--cc", "reno,cubic",
               "--only", "loss=0%", "--strict", fails=True)
    assert "the first difference, at ACK" in said and "0 goals met, 1 missed" in said, said


def test_broken():
    """a run that does not work is told, and the others are there"""
    said = lab(PATH, "--seed", "1", "--only", "loss=0%", "--cc", "cubic,tahoe", fails=True)
    assert "cc=tahoe" in said and "congestion control tahoe" in said, said
    assert "cubic" in said.split("lab:")[0], said


def test_store():
    """what was run is not run again, unless what goes into the machine has changed"""
    store = Path(env["SAWTOOTH_LAB_STORE"])

    def runs():
        return {path: path.stat().st_mtime_ns for path in store.glob("*/*/series.gz")}

    lab(PATH, "--seed", "5", "--only", "loss=0%", "--only", "cc=cubic")
    before = runs()
    lab(PATH, "--seed", "5", "--only", "loss=0%", "--only", "cc=cubic")
    equal(runs(), before)
    lab(PATH, "--seed", "5", "--only", "loss=0%", "--only", "cc=cubic", "--set", "path.rtt=41ms")
    equal(len(runs()), len(before) + 1)


tap.main(globals())
