#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Edge mutation of kmod/core/tcp_fsm.c: take each edge of the machine away, or misdirect it.

An edge is a state left, a state entered and a cause. Every transition goes through one
function, so a mutant is that function with one edge changed: the transition is not made,
or it leads to another state, each of them in turn. The unit tests must notice every one.
The edges are those that the tests take; each arrow that selftests/unit/invariant.c knows
must be among them.

The machine is compiled once and reads from its environment which mutant it is. Prints a
summary, writes every edge with its mutants to --output as JSON, and exits with 1 if a
mutant survives or an arrow is never taken.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

from mutate import CORE, STATES, STORIES, TOP, UNIT, passes

CFLAGS = ["-std=gnu11", "-g0", "-O1", "-w", f"-I{TOP}/kmod/include/uapi", f"-I{TOP}/kmod",
          f"-I{CORE}", f"-I{UNIT}"]
REMOVED = -1

# Goes before go(): which mutant this process is, and where it writes what it takes.
PROBE = r"""
#include <stdio.h>
#include <stdlib.h>

static int mutant[4] = { -1, -1, -1, -1 };
static FILE *taken;

static __attribute__((constructor)) void mutant_init(void)
{
	const char *which = getenv("EDGE_MUTANT"), *file = getenv("EDGE_FILE");

	if (which)
		sscanf(which, "%d %d %d %d", mutant, mutant + 1, mutant + 2, mutant + 3);
	if (file)
		taken = fopen(file, "a");
}

static int mutate(int from, int to, int cause)
{
	if (taken)
		fprintf(taken, "%d %d %d\n", from, to, cause);
	return from == mutant[0] && to == mutant[1] && cause == mutant[2] ? mutant[3] : to;
}

"""
HOOK = """	int mutated_ = mutate(ep->state, to, cause);

	if (mutated_ < 0)
		return;
	to = mutated_;
"""


def names(enum):
    """The words of an enum of the specification, from the generated table."""
    text = (TOP / "kmod/generated/names.h").read_text()
    table = re.search(rf"sawtooth_{enum}_names\[\][^{{]*{{(.*?)}};", text, re.S)
    return re.findall(r'"([^"]+)"', table.group(1))


def probed():
    """The source of the machine with the hook in it."""
    text = (CORE / "tcp_fsm.c").read_text()
    head = re.search(r"^static void go\(.*?^{\n", text, re.S | re.M)
    return text[:head.start()] + PROBE + head.group(0) + HOOK + text[head.end():]


def build(folder):
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "tcp_fsm.c"
    source.write_text(probed())
    core = [source] + [path for path in CORE.glob("*.c") if path.name != "tcp_fsm.c"]
    for test in STORIES:
        subprocess.run(["gcc", *CFLAGS, "-o", folder / test, UNIT / f"{test}.c",
                        UNIT / "story.c", UNIT / "invariant.c", *core, "-lcmocka"], check=True)


def edges_taken(folder):
    file = folder / "edges"
    file.unlink(missing_ok=True)
    if not passes(folder, STORIES, EDGE_FILE=str(file)):
        sys.exit("edges: the tests fail without a mutation")
    return sorted({tuple(map(int, line.split())) for line in file.read_text().splitlines()})


def arrows():
    """Pairs of states that invariant.c allows; picking up a connection is not among them."""
    text = (UNIT / "invariant.c").read_text()
    for state, row in re.findall(r"\[SAWTOOTH_TCP_STATE_(\w+)\] = ([^,]*),", text):
        for other in re.findall(r"S\((\w+)\)", row):
            yield STATES.index(state), STATES.index(other)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()

    folder = options.build.resolve()
    build(folder)
    edges = edges_taken(folder)
    states, causes = names("tcp_state"), names("cause")
    never = [f"{states[a]} > {states[b]}" for a, b in arrows()
             if (a, b) not in {edge[:2] for edge in edges}]
    report = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for edge in edges:
            targets = [REMOVED] + [s for s in range(len(states)) if s != edge[1]]
            mutants = [f"{edge[0]} {edge[1]} {edge[2]} {target}" for target in targets]
            survived = list(pool.map(lambda m: passes(folder, STORIES, EDGE_MUTANT=m), mutants))
            report.append({
                "from": states[edge[0]], "to": states[edge[1]], "cause": causes[edge[2]],
                "mutants": len(mutants), "caught": survived.count(False),
                "survive": [states[t] if t >= 0 else "removed"
                            for t, alive in zip(targets, survived) if alive]})

    total = sum(edge["mutants"] for edge in report)
    caught = sum(edge["caught"] for edge in report)
    options.output.write_text(json.dumps({
        "command": "make -C selftests/unit mutate-edges",
        "arrows": len(set(arrows())), "never-taken": never,
        "edges": len(report), "mutants": total, "caught": caught,
        "results": report}, indent="\t") + "\n")
    for edge in report:
        for survivor in edge["survive"]:
            print(f"survives: {edge['from']} > {edge['to']} by {edge['cause']}: {survivor}")
    for arrow in never:
        print(f"never taken: {arrow}")
    print(f"{len(report)} edges, {total} mutants, {caught} caught")
    return 1 if never or caught < total else 0


if __name__ == "__main__":
    sys.exit(main())
