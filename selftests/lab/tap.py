# SPDX-License-Identifier: GPL-2.0
"""Test points for the tests of the lab: each function test_* of a module is one."""
import sys
import traceback
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tools/lab"))


def equal(value, wanted):
    assert value == wanted, f"is {value!r}, should be {wanted!r}"


def near(value, wanted, share):
    assert abs(value - wanted) <= share * abs(wanted), f"is {value}, should be about {wanted}"


def raises(kind, function, *arguments):
    try:
        value = function(*arguments)
    except kind as error:
        return str(error)
    raise AssertionError(f"{arguments} should be refused, gives {value!r}")


def main(names):
    """Run the tests in NAMES, a module's globals."""
    tests = {name: one for name, one in names.items() if name.startswith("test_")}
    failed = 0
    print("TAP version 13")
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests.items(), 1):
        try:
            test()
            print(f"ok {number} - {test.__doc__}", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} - {name}: {test.__doc__}", flush=True)
    sys.exit(failed > 0)
