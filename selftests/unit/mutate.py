#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Mutation test of kmod/core/: break it in many small ways; the unit tests must notice each.

A mutant is the source with one change: a comparison turned, a constant replaced
by another of its kind, a statement or a case left out. It counts as caught when
a test fails, crashes or hangs. Mutants that mean the same as the source cannot
be caught: mutate.equivalent names them, each with the reason.

The tests are linked with core/ as a shared library, so that a mutant costs one
compilation. Exits with 1 if a mutant survives, or if mutate.equivalent names
one that is caught or does not exist.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
UNIT = TOP / "selftests/unit"
CORE = TOP / "kmod/core"
STORIES = ["handshake", "teardown", "reset", "time_wait", "silence", "dropped", "midstream", "gone",
           "icmp", "tcp_conn", "flow"]
MEMBERS = ["membership", "membership_time", "membership_compat"]
TESTS = {
    "tcp_accept": STORIES, "tcp_fsm": STORIES, "tcp_conn": STORIES, "tcp_news": STORIES,
    "tcp_timer": STORIES, "tcp_option": ["tcp_option"],
    "tcp_stamp": ["tcp_stamp"], "tcp_count": ["tcp_count"], "igmp": ["igmp"], "mld": ["mld"],
    "report": ["igmp", "mld"],
    "membership": MEMBERS, "querier": ["querier"],
    "histogram": ["histogram"],
    "params": ["cubic", "ssthresh"], "path": ["path"], "slow_start": ["slow_start"],
    "growth": ["growth", "adaptive", "cubic"], "cubic": ["cubic"], "cube_root": ["cubic"], "ssthresh": ["ssthresh", "adaptive"],
    "adaptive": ["adaptive"], "recovery": ["recovery"],
}
CFLAGS = ["-std=gnu11", "-g0", "-O0", "-w", "-fPIC", "-fsanitize=address,undefined",
          "-fno-sanitize-recover=all", f"-I{TOP}/kmod/include/uapi", f"-I{TOP}/kmod",
          f"-I{UNIT}"]
TIMEOUT = 20

STATES = ("CLOSED LISTEN SYN_SENT SYN_RECEIVED ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 CLOSE_WAIT "
          "CLOSING LAST_ACK TIME_WAIT").split()
CONFIDENCES = "OBSERVED INFERRED TIMER MIDSTREAM".split()
CAUSES = ("NONE SENT_SYN SENT_FIN SENT_RST RECEIVED_SYN RECEIVED_SYN_ACK RECEIVED_ACK "
          "RECEIVED_FIN RECEIVED_RST RECEIVED_UNREACHABLE RECEIVED_PROHIBITED TIME_WAIT_EXPIRED "
          "SYN_TIMEOUT SYN_ACK_TIMEOUT FIN_WAIT_2_TIMEOUT RETRANSMIT_TIMEOUT KEEP_ALIVE_TIMEOUT "
          "IDLE_TIMEOUT PEER_GONE SOCKET_GONE MIDSTREAM").split()
OUTCOMES = "PENDING ESTABLISHED REFUSED RESET TIMED_OUT UNREACHABLE FILTERED ABANDONED UNSEEN".split()
TEARDOWNS = "NONE GRACEFUL HALF_CLOSED SIMULTANEOUS ABORTED TIMED_OUT".split()
BITS = ("SYN_SENT SYN_RCVD FIN_SENT FIN_RCVD LOCAL HALF SENT ACKED EDGE ACTIVE SYN_ACK_SENT "
        "FIN_HELD FIN_ACKED CROSSED RST_SENT LIVED").split()
FLAGS = "FIN SYN RST ACK".split()
FAMILIES = [("SAWTOOTH_TCP_STATE_", STATES), ("SAWTOOTH_CONFIDENCE_", CONFIDENCES),
            ("SAWTOOTH_CAUSE_", CAUSES), ("SAWTOOTH_OUTCOME_", OUTCOMES),
            ("SAWTOOTH_TEARDOWN_", TEARDOWNS), ("SAW_EP_", BITS), ("SAW_TCP_", FLAGS),
            ("SAWTOOTH_MEMBERSHIP_CHANGE_", ["JOIN", "LEAVE"]),
            ("SAWTOOTH_ROLE_", ["INITIATOR", "RESPONDER"]),
            ("SAW_POINT_", ["OUT", "PASS", "IN", "IN_LOOP"]),
            ("SAWTOOTH_RESET_VERDICT_",
             ["NONE", "ACCEPTED", "OUTSIDE", "CHALLENGED", "TIME_WAIT"]),
            ("SAWTOOTH_FAST_OPEN_", ["NONE", "REQUESTED", "ACCEPTED", "REFUSED"]),
            ("SAWTOOTH_MPTCP_", ["NONE", "CAPABLE", "JOIN"]),
            ("SAW_OPTION_", ["SHIFT", "SCALE", "FAST_OPEN", "MP_CAPABLE", "MP_JOIN"]),
            ("SAW_WAIT_", ["NOTHING", "AGAIN", "PROBE"]),
            ("SAW_COUNT_", ["SENT", "ACKED", "EDGE", "OVER"]),
            ("SAW_TCP_LOOK_", ["OPENING", "WAITING", "QUIET"])]

# Pattern, replacement.
OPERATORS = [
    (r" == ", " != "), (r" != ", " == "), (r" < ", " <= "), (r" < ", " >= "),
    (r" > ", " >= "), (r" > ", " <= "), (r" <= ", " < "), (r" <= ", " > "),
    (r" >= ", " > "), (r" >= ", " < "), (r" && ", " || "), (r" \|\| ", " && "),
    (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " + "), (r" / ", " * "),
    (r"!(?=[a-z(])", ""), (r"!!(?=\()", "!"), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\b1\b", "2"), (r"\b1\b", "0"), (r"\b0\b", "1"), (r"saw_seq_after", "saw_seq_before"),
    (r"saw_seq_before", "saw_seq_after"), (r" >> ", " << "), (r" << ", " >> "),
    (r"\b4\b", "5"), (r"\bHEADER 8\b", "HEADER 7"), (r"\bHEADER 8\b", "HEADER 9"),
    (r"\|= ", "&= "), (r"&= ~", "|= "), (r"\+= ", "-= "), (r"-= ", "+= "), (r"\+\+", "--"),
    (r"\bmin_t\b", "max_t"), (r"\bmax_t\b", "min_t"), (r"\bsnd\b", "rcv"), (r"\brcv\b", "snd"),
    (r"\bini\b", "rsp"), (r"\brsp\b", "ini"), (r"!sender", "sender"), (r"!role", "role"),
    (r"seg->seq", "seg->ack"), (r"seg->ack", "seg->seq"), (r"rcv_edge", "rcv_max"),
    (r"rcv_max", "rcv_edge"), (r"rcv_nxt", "rcv_edge"), (r"snd_nxt", "iss"), (r"iss", "snd_nxt"),
    (r"fin_mark", "snd_nxt"), (r"syn_leg", "ack_leg"),
]


def code_lines(text):
    """Numbers and text of the lines that are code: no comment, no include, no signature."""
    comment = False
    for number, line in enumerate(text):
        stripped = line.strip()
        if comment:
            comment = "*/" not in stripped
            continue
        if stripped.startswith("/*"):
            comment = "*/" not in stripped
            continue
        if not stripped or stripped.startswith(("#include", "//", "static_assert")):
            continue
        signature = not line.startswith(("\t", "}", "#"))
        if not signature:
            yield number, re.sub(r"\s*/\*.*", "", line)


def replaced_constants(line):
    for prefix, names in FAMILIES:
        for match in re.finditer(r"\b" + prefix + r"([A-Z0-9_]+)\b", line):
            name = match.group(1)
            if name not in names:
                continue
            place = names.index(name)
            for other in {names[(place + 1) % len(names)], names[place - 1]} - {name}:
                yield line[:match.start()] + prefix + other + line[match.end():]


def replaced_operators(line):
    for pattern, replacement in OPERATORS:
        for match in re.finditer(pattern, line):
            yield line[:match.start()] + replacement + line[match.end():]


def is_statement(stripped):
    return (stripped.endswith(";") and
            not re.match(r"(static|const|struct|bool|u8|u16|u32|u64|s32|size_t|unsigned|enum|int|"
                         r"return|typedef|break)\b", stripped))


def left_out(text, number, line):
    """The lines without the statement, table entry or case that begins at this one."""
    stripped = line.strip()
    if re.match(r"case [A-Z0-9_]+:$", stripped) or re.match(r"\[[A-Z0-9_]+\] = .*,$", stripped):
        return [(number, "")]
    if stripped == "break;":
        return [(number, "")]
    if is_statement(stripped):
        if number and re.search(r"[,(&|?:=]$", text[number - 1].strip()):
            return []
        return [(number, ";")]
    if re.match(r"(go|take_ack|take_fin|take_rst|saw_\w+)\(", stripped) and stripped.endswith(","):
        last = number
        while not text[last].rstrip().endswith(";"):
            last += 1
        return [(i, ";" if i == number else "") for i in range(number, last + 1)]
    return []


def mutants(source):
    """Pairs of a description and the whole text of a mutant."""
    text = source.read_text().splitlines()
    seen = set()

    def mutant(changes, what):
        lines = list(text)
        for number, line in changes:
            lines[number] = line
        whole = "\n".join(lines) + "\n"
        if whole in seen:
            return None
        seen.add(whole)
        return f"{source.name}: {what}", whole

    for number, line in code_lines(text):
        for new in list(replaced_constants(line)) + list(replaced_operators(line)):
            made = mutant([(number, new)], f"{line.strip()}  ->  {new.strip()}")
            if made:
                yield number + 1, *made
        changes = left_out(text, number, line)
        if changes:
            made = mutant(changes, f"{line.strip()}  ->  left out")
            if made:
                yield number + 1, *made


def compile_source(source, target):
    return subprocess.run(["gcc", *CFLAGS, "-c", "-o", target, source], check=False,
                          capture_output=True).returncode == 0


def link_library(objects, target):
    subprocess.run(["gcc", "-shared", *CFLAGS, "-o", target, *objects], check=True)


def build(folder):
    """The tests, and the objects of core/ unbroken."""
    folder.mkdir(parents=True, exist_ok=True)
    objects = {}
    for source in sorted(CORE.glob("*.c")):
        objects[source.stem] = folder / f"core-{source.stem}.o"
        if not compile_source(source, objects[source.stem]):
            sys.exit(f"mutate: {source.name} does not compile")
    whole = folder / "whole"
    whole.mkdir(exist_ok=True)
    link_library(objects.values(), whole / "libcore.so")
    for test in sorted({test for tests in TESTS.values() for test in tests}):
        extra = [UNIT / "story.c", UNIT / "invariant.c"] if test in STORIES else []
        extra += [UNIT / "member.c"] if test in MEMBERS else []
        subprocess.run(["gcc", *CFLAGS, "-o", folder / test, UNIT / f"{test}.c", *extra,
                        f"-L{whole}", "-lcore", "-lcmocka", "-lm"], check=True)
    return objects


def passes(folder, tests, **environment):
    """True if all tests pass, none within more than TIMEOUT seconds."""
    environment = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP", **environment)
    for test in tests:
        try:
            done = subprocess.run([folder / test], env=environment, check=False,
                                  capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            return False
        if done.returncode:
            return False
    return True


def linked(library):
    """The environment of a test that is to find core/ in @library."""
    return {"LD_LIBRARY_PATH": str(library), "ASAN_OPTIONS": "detect_leaks=0"}


def try_mutant(folder, objects, stem, index, whole):
    """None if it does not compile, else whether it survives."""
    place = folder / f"{stem}-{index}"
    place.mkdir(exist_ok=True)
    source = place / f"{stem}.c"
    source.write_text(whole.replace('#include "', '#include "core/'))
    try:
        if not compile_source(source, place / "mutant.o"):
            return None
        parts = [place / "mutant.o" if name == stem else path for name, path in objects.items()]
        link_library(parts, place / "libcore.so")
        return passes(folder, TESTS[stem], **linked(place))
    finally:
        for path in place.iterdir():
            path.unlink()
        place.rmdir()


def read_equivalent():
    """What mutate.equivalent names: description -> reason."""
    named = {}
    for line in (UNIT / "mutate.equivalent").read_text().splitlines():
        if line and not line.startswith(("#", "\t")):
            last = line
            named[last] = ""
        elif line.startswith("\t"):
            named[last] += line.strip() + " "
    return named


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("files", nargs="*", help="stems of core/, all by default")
    options = parser.parse_args()

    folder = options.build.resolve()
    objects = build(folder)
    equivalent = read_equivalent()
    if not all(passes(folder, tests, **linked(folder / "whole")) for tests in TESTS.values()):
        sys.exit("mutate: the tests fail without a mutation")

    total = caught = 0
    survivors = []
    met = set()
    stems = options.files or sorted(TESTS)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for stem in stems:
            jobs = [(line, what, pool.submit(try_mutant, folder, objects, stem, index, whole))
                    for index, (line, what, whole) in enumerate(mutants(CORE / f"{stem}.c"))]
            for line, what, job in jobs:
                survives = job.result()
                if survives is None:
                    continue
                if survives and what in equivalent:
                    met.add(what)
                    continue
                total += 1
                if survives:
                    survivors.append(f"{line}: {what}")
                else:
                    caught += 1

    unused = [what for what in equivalent if what not in met and
              what.split(".c:")[0] in stems]
    for survivor in survivors:
        print(f"survives: {survivor}")
    for what in unused:
        print(f"caught or gone, but named equivalent: {what}")
    print(f"{total} mutants, {caught} caught, {len(survivors)} survive; "
          f"{len(met)} more mean the same")
    return 1 if survivors or unused else 0


if __name__ == "__main__":
    sys.exit(main())
