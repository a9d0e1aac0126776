#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Let each allocation of an action fail in turn: the first, then the second, until the action
comes to its end without a failure. What must hold after each is looked at.

usage: nth.py load MODULE.ko            the module is loaded, or not there at all; only what
                                        fails when its own code runs is let fail
       nth.py request YNL SPEC          each request is answered or refused

Prints how many allocations failed; ends with 0 when every action was seen to fail and then
to succeed. YNL is the folder of the kernel's own netlink client.
"""
import ctypes
import os
import sys

SYS_FINIT_MODULE, SYS_DELETE_MODULE = 313, 176
LIMIT = 5000

libc = ctypes.CDLL(None, use_errno=True)


class Faults:
    """The kernel counts this thread's allocations down and lets the last one fail."""

    def __init__(self):
        self.file = os.open("/proc/thread-self/fail-nth", os.O_RDWR)

    def set(self, count):
        os.pwrite(self.file, b"%d" % count, 0)

    def left(self):
        """How many more it would have taken, 0 when one failed; switches off what is left."""
        left = int(os.pread(self.file, 20, 0).strip(b"\n\0"))
        self.set(0)
        return left


class Begun:
    """Whether the code of a module has begun to run, by the kernel's tracepoint."""

    def __init__(self):
        self.place = "/sys/kernel/tracing/instances/nth"
        os.makedirs(self.place, exist_ok=True)
        self.write("events/module/module_load/enable", "1")

    def write(self, name, text):
        with open(f"{self.place}/{name}", "w") as file:
            file.write(text)

    def take(self):
        with open(f"{self.place}/trace") as file:
            begun = "module_load:" in file.read()
        self.write("trace", "")
        return begun

    def close(self):
        self.write("events/module/module_load/enable", "0")
        os.rmdir(self.place)


def each(action, check):
    """Returns how many allocations there were, and how many of their failures mattered."""
    faults = Faults()
    mattered = 0
    for count in range(1, LIMIT):
        faults.set(count)
        done = action()
        failed = faults.left() == 0
        check(done)
        if not failed:
            if not done:
                raise SystemExit("fails without a failed allocation")
            return count - 1, mattered
        mattered += not done
    raise SystemExit("never ends")


def from_the_last(action, check, begun):
    """As each(), from the last allocation back to the first with which the action has begun."""
    faults = Faults()
    faults.set(LIMIT)
    done = action()
    count = LIMIT - faults.left()
    check(done)
    if not done or not begun():
        raise SystemExit("fails without a failed allocation")
    failures = mattered = 0
    # Another time there may be a few more.
    for count in range(count + 20, 0, -1):
        faults.set(count)
        done = action()
        failed = faults.left() == 0
        check(done)
        if not begun():
            return failures, mattered
        if not failed and not done:
            raise SystemExit("fails without a failed allocation")
        failures += failed
        mattered += failed and not done
    raise SystemExit("the action never began")


def system_call(number, *words):
    return libc.syscall(number, *words) == 0


def load(path):
    module = os.open(path, os.O_RDONLY)

    def action():
        return system_call(SYS_FINIT_MODULE, module, b"", 0)

    def check(loaded):
        # That it goes again says that nothing holds it.
        if loaded and not system_call(SYS_DELETE_MODULE, b"sawtooth", os.O_NONBLOCK):
            raise SystemExit(f"cannot be unloaded: error {ctypes.get_errno()}")
        if os.path.exists("/proc/sys/net/sawtooth"):
            raise SystemExit("leaves its sysctls behind")

    begun = Begun()
    report("load", from_the_last(action, check, begun.take))
    begun.close()


def requests():
    """Every request of the family: its name, what is sent, whether it is a dump."""
    yield "status-get", {}, False
    yield "stats-get", {}, False
    yield "stats-reset", {}, False
    yield "profile-get", {"name": "reno"}, False
    yield "profile-set", {"name": "reno", "beta": 600}, False
    for dump in "conn-dump", "profile-dump", "group-dump":
        yield dump, {}, True


def request(ynl, spec):
    sys.path.insert(0, f"{ynl}/tools/net/ynl")
    from lib import NlError, YnlFamily

    def connect():
        client = YnlFamily(spec, f"{ynl}/Documentation/netlink/genetlink-legacy.yaml")
        client.sock.settimeout(20)
        return client

    for name, attrs, dump in requests():
        client = [connect()]

        def action():
            try:
                (client[0].dump if dump else client[0].do)(name, dict(attrs))
            except (NlError, OSError, MemoryError):
                return False
            return True

        def check(done):
            # What a failed request left in the socket is no answer to the next.
            if not done:
                client[0] = connect()

        report(name, each(action, check))


def report(name, result):
    allocations, mattered = result
    print(f"{name}: {allocations} allocations, {mattered} failures told")
    if not mattered:
        raise SystemExit(f"{name}: no failure was told")


if __name__ == "__main__":
    {"load": load, "request": request}[sys.argv[1]](*sys.argv[2:])
