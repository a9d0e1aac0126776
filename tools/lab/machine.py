# SPDX-License-Identifier: GPL-2.0
"""The machines that run the cases, and the store of what they said.

A run is named by the hash of everything that goes into its machine: kernel, archive,
script, plan and seed. What was run once is never run again; a change of the module
leaves the runs without the module valid.
"""
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import plan

TREE = Path(__file__).resolve().parents[2]
VM = TREE / "tools/vm"
BUILD = TREE / "build/lab"
CACHE = Path(os.environ.get("SAWTOOTH_CACHE", Path.home() / ".cache/sawtooth"))
STORE = Path(os.environ.get("SAWTOOTH_LAB_STORE", CACHE / "lab"))
PROGRAMS = ("ip", "tc", "ethtool", "sed")
KMODS = ("veth", "sch_netem", "sch_tbf", "sch_codel", "sch_ingress", "cls_matchall",
         "act_police", "tcp_westwood", "tcp_illinois", "tcp_bbr")
TIMEOUT = 900


class Broken(Exception):
    """A machine could not be built, or did not do what it was told."""


def call(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode:
        raise Broken(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def digest(*parts):
    state = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        state.update(str(len(data)).encode() + b" " + data)
    return state.hexdigest()


def forget(files):
    """Those that nobody has used for a day."""
    for file in files:
        if time.time() - file.stat().st_mtime > 86400:
            file.unlink(missing_ok=True)


class Machine:
    """A kind of machine: its kernel and its archives, one without the module."""

    name = mode = None

    def __init__(self):
        BUILD.mkdir(parents=True, exist_ok=True)
        self.kernel, self.identity = self.prepare()
        self.archives = {}

    def archive(self, case):
        """The archive with the module that the case needs, or without one, and its hash."""
        needs = (case.module, case.cube_root)
        if needs not in self.archives:
            with tempfile.TemporaryDirectory(prefix="sawtooth-lab.") as work:
                built = self.build(*needs, Path(work))
                name = digest(built)
                # By what is in it: others may run with another one at the same time.
                target = BUILD / f"{name}.cpio"
                if not target.exists():
                    part = target.with_suffix(f".{os.getpid()}")
                    shutil.copyfile(built, part)
                    part.rename(target)
            os.utime(target)
            forget(BUILD.glob("*.cpio"))
            self.archives[needs] = (target, name)
        return self.archives[needs]

    def build(self, module, cube_root, work):
        target, command, traffic = work / "archive", work / "command", work / "traffic"
        command.write_text("cd /sawtooth && export PATH=/sawtooth/tools/sawtooth:$PATH && "
                           "exec tools/lab/guest\n", encoding="utf-8")
        call("gcc", "-O2", "-Wall", "-static", "-o", traffic, TREE / "tools/lab/traffic.c")
        options = ["--file", TREE / "tools/lab/guest", "--add", f"/command={command}",
                   "--add", f"/sawtooth/tools/lab/traffic={traffic}"]
        for program in PROGRAMS:
            options += ["--file", shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")]
        if module:
            call("make", "-s", "tools", cwd=TREE)
            options += ["--add", f"/sawtooth/sawtooth.ko={self.module(cube_root)}",
                        "--file", TREE / "tools/sawtooth/sawtooth"]
        call(VM / "initramfs", target, self.kernel, "--bare", *options, *self.kmods(module))
        return target

    def key(self, case, seed):
        return digest(self.name, self.identity, self.archive(case)[1],
                      plan.script(case), plan.traffic(case, seed), seed)

    def stored(self, key):
        return STORE / key[:2] / key

    def run(self, case, seed, keep=None):
        """The folder with what the machine left behind; of the store, where it is there."""
        key = self.key(case, seed)
        folder = self.stored(key)
        if (folder / "series.gz").exists() and not keep:
            return folder
        with tempfile.TemporaryDirectory(prefix="sawtooth-lab.") as work:
            out = Path(keep) if keep else Path(work, "out")
            Path(work, "script").write_text(plan.script(case), encoding="utf-8")
            Path(work, "plan").write_text(plan.traffic(case, seed), encoding="utf-8")
            call(VM / "run", "--mode", self.mode, "--bare", "--kernel", self.kernel,
                 "--initramfs", self.archive(case)[0], "--mem", "512M",
                 "--over", f"/job/script={work}/script", "--over", f"/job/plan={work}/plan",
                 *self.chance(seed), "--out", out, "--timeout", TIMEOUT, "--", "false")
            if not (out / "series").exists():
                raise Broken("the machine left no series")
            self.store(folder, out)
        return folder

    @staticmethod
    def store(folder, out):
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name in ("series", "probe"):
            if (out / name).exists():
                with gzip.GzipFile(part / f"{name}.gz", "wb", mtime=0) as file:
                    file.write((out / name).read_bytes())
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)

    def prepare(self):
        """The kernel, and the hash of what it is."""
        raise NotImplementedError

    def version(self):
        raise NotImplementedError

    def module(self, cube_root):
        """The module; CUBE_ROOT is whose root is to be in it, "own" or "kernel"."""
        raise NotImplementedError

    def kmods(self, module):
        raise NotImplementedError

    def chance(self, seed):
        raise NotImplementedError


class Uml(Machine):
    """User-mode Linux with time travel."""

    name = mode = "uml"

    def prepare(self):
        folder = Path(call(VM / "uml/kernel").strip())
        return folder, digest(folder / "linux", folder / "preload.so")

    def version(self):
        return next((self.kernel / "lib/modules").iterdir()).name

    def module(self, cube_root):
        if cube_root == "own":
            return Path(call(VM / "uml/module").strip())
        with tempfile.TemporaryDirectory(prefix="sawtooth-lab.") as work:
            file = Path(work, "kmod/core/cube_root.c")
            file.parent.mkdir(parents=True)
            file.write_text(self.kernel_root(), encoding="utf-8")
            return Path(call(VM / "uml/module", work).strip())

    def kernel_root(self):
        """A cube_root.c with the function of the kernel's cubic, out of its source."""
        source = (self.kernel / "build/source/net/ipv4/tcp_cubic.c").read_text(encoding="utf-8")
        found = re.search(r"^static u32 cubic_root\(u64 a\)\n{\n.*?^}\n", source, re.M | re.S)
        if not found:
            raise Broken("the kernel's cubic has no function cubic_root()")
        return ('#include <linux/bitops.h>\n#include "cube_root.h"\n\n' + found[0] +
                "\nu32 saw_cube_root(u64 a)\n{\n\treturn cubic_root(a);\n}\n")

    def kmods(self, module):
        return []

    def chance(self, seed):
        return ["--seed", seed]


class Qemu(Machine):
    """The stock Debian kernel on QEMU's virtual time."""

    name, mode = "qemu", "virtual"

    def prepare(self):
        version = call(VM / "kernel").strip()
        return version, digest(Path(f"/boot/vmlinuz-{version}"))

    def version(self):
        return self.kernel

    def module(self, cube_root):
        if cube_root != "own":
            raise Broken("the kernel's own root is for the machine uml")
        call("make", "-s", "modules", f"KDIR=/usr/src/linux-headers-{self.kernel}", cwd=TREE)
        return TREE / "sawtooth.ko"

    def kmods(self, module):
        names = list(KMODS)
        if module:
            names += call("modinfo", "-F", "depends", self.module("own")).strip().split(",")
        return [word for name in names if name for word in ("--kmod", name)]

    def chance(self, seed):
        """A word of the command line goes into the kernel's chance."""
        return ["--append", f"saw.seed={seed}"]


KINDS = {"uml": Uml, "qemu": Qemu}
