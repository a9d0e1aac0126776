#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Turn the measurements of tools/bench/guest into a table and a JSON file.

usage: table.py MEASUREMENTS JSON COMMAND KERNEL ROUNDS CONNECTIONS TRANSFERS FLOOD ENTRIES DATAGRAMS
"""
import collections
import json
import re
import sys

# What is aimed at: place of the result, text, at most.
GOALS = (
    ("connect.module.over", "a connection, nobody listening", 0.03),
    ("connect.monitor.over", "a connection, monitor writing to a file", 0.10),
    ("transfer.module.over", "2 MB of data, level state", 0.01),
    ("transfer.module-full.over", "2 MB of data, level full", 0.04),
    ("memory.sawtooth.bytes", "bytes a tracked connection", 256),
    ("flood.monitor.lost", "events lost at the highest rate", 0),
    ("dump.sawtooth.over", "dump, of the instructions of conntrack -L", 0.5),
    ("datagram.group-loopback.over", "a datagram of a joined group", 0.03),
    ("datagram.group-wire-ipv6.over", "the same, IPv6", 0.03),
    ("datagram.loopback.over", "any other datagram", 0.01),
    ("datagram.loopback-ipv6.over", "the same, IPv6", 0.01),
    ("control.cc-sawtooth-adaptive.over", "an ACK, profile adaptive, over cubic", 0.05),
)

DATAGRAMS = {
    "loopback": "on loopback",
    "wire": "to another namespace",
    "group-loopback": "to a joined group on loopback",
    "group-wire": "to one joined there",
    "loopback-ipv6": "IPv6, on loopback",
    "wire-ipv6": "to another namespace",
    "group-wire-ipv6": "to one joined there",
}


class Measurements:
    """Values by workload, variant and what, over the rounds; and texts."""

    def __init__(self, lines):
        self.text = {}
        self.values = collections.defaultdict(list)
        for line in lines:
            workload, variant, _, what, value = line.rstrip("\n").split("\t", 4)
            if workload == "variant":
                self.text[variant] = value
            else:
                self.values[workload, variant, what].append(value)

    def variants(self, workload):
        return dict.fromkeys(key[1] for key in self.values if key[0] == workload)

    def numbers(self, *key):
        return [float(value) for value in self.values[key] if re.fullmatch(r"[\d.]+", value)]

    def mean(self, *key):
        numbers = self.numbers(*key)
        return sum(numbers) / len(numbers) if numbers else None

    def spread(self, *key):
        """Largest less smallest, of the mean."""
        numbers = self.numbers(*key)
        return (max(numbers) - min(numbers)) / self.mean(*key) if numbers else None


def rounded(value, digits=1):
    return None if value is None else round(value, digits)


def per_unit(data, workload, units, base):
    """Cost of one connection or transfer: while it was made, and with its end."""
    quiet = data.mean("quiet", "baseline", "ending") or 0
    rows = {}
    for name in data.variants(workload):
        making = data.mean(workload, name, "making")
        if making is None:
            rows[name] = {"failed": data.values[workload, name, "failed"][:1]}
            continue
        ending = max(data.mean(workload, name, "ending") - quiet, 0)
        rows[name] = {
            "making": rounded(making / units),
            "total": rounded((making + ending) / units),
            "spread": rounded(data.spread(workload, name, "making"), 5),
        }
        for what in ("lines", "lost", "events-lost", "log-suppressed"):
            value = data.mean(workload, name, what)
            if value is not None:
                rows[name][what] = rounded(value / units if what == "lines" else value, 2)
        if base in rows and "total" in rows[base]:
            for what, of in (("over", "total"), ("over-making", "making")):
                rows[name][what] = rounded(rows[name][of] / rows[base][of] - 1, 4)
    return rows


def dumps(data):
    rows = {}
    entries = data.mean("dump", "sawtooth", "lines")
    for name in data.variants("dump"):
        # JSON is a single line
        lines = data.mean("dump", name, "lines") or entries
        rows[name] = {"entry": rounded(data.mean("dump", name, "making") / lines),
                      "entries": lines}
    for row in rows.values():
        row["over"] = rounded(row["entry"] / rows["conntrack"]["entry"], 4)
    return rows


def controls(data):
    rows = {}
    for name in data.variants("control"):
        acks = data.mean("control", name, "segments")
        rows[name] = {"acks": acks, "ack": rounded(data.mean("control", name, "making") / acks),
                      "spread": rounded(data.spread("control", name, "making"), 5)}
    for row in rows.values():
        row["over"] = rounded(row["ack"] / rows["cc-cubic"]["ack"] - 1, 4)
    return rows


def datagrams(data):
    """By the way they take; the variants are columns."""
    rows = {}
    for what in dict.fromkeys(key[2] for key in data.values if key[0] == "datagram"):
        rows[what] = {name: rounded(data.mean("datagram", name, what))
                      for name in data.variants("datagram")}
        rows[what]["spread"] = rounded(data.spread("datagram", "module", what), 5)
        for name, over in (("empty", "floor"), ("module", "over")):
            rows[what][over] = rounded(rows[what][name] / rows[what]["baseline"] - 1, 4)
    return rows


def lookup(result, path):
    for key in path.split("."):
        result = result.get(key) if isinstance(result, dict) else None
    return result


def goals(result):
    rows = []
    for path, text, at_most in GOALS:
        value = lookup(result, path)
        rows.append({"goal": text, "at-most": at_most, "value": value,
                     "met": None if value is None else value <= at_most})
    return rows


def collect(data, kernel, size):
    rounds, connections, transfers, flood, _, _ = size
    result = {
        "kernel": kernel, "unit": "instructions of one processor",
        "rounds": rounds,
        "connect": per_unit(data, "connect", connections, "baseline"),
        "transfer": per_unit(data, "transfer", transfers, "baseline"),
        "flood": per_unit(data, "flood", flood, None),
        "dump": dumps(data) if data.variants("dump") else {},
        "memory": {"sawtooth": {"bytes": data.mean("memory", "sawtooth", "bytes")}},
        "control": controls(data) if data.variants("control") else {},
        "datagram": datagrams(data),
    }
    for part, unit in (("connect", connections), ("transfer", transfers), ("flood", flood)):
        result[part + "s"] = unit
    result["goals"] = goals(result)
    return result


def percent(value):
    return "" if value is None else f"{value * 100:+.2f} %"


def print_units(title, rows, text):
    if not rows:
        return
    print(f"\n{title}")
    print(f"  {'':34}{'total':>12}{'over':>10}{'making':>12}{'over':>10}{'spread':>9}"
          f"{'lines':>8}{'lost':>9}")
    for name, row in rows.items():
        if "failed" in row:
            print(f"  {text.get(name, name):34}  did not work: {' '.join(row['failed'])}")
            continue
        lost = row.get("lost", "")
        print(f"  {text.get(name, name):34}{row['total']:12,.0f}{percent(row.get('over')):>10}"
              f"{row['making']:12,.0f}{percent(row.get('over-making')):>10}"
              f"{row['spread'] * 100:7.2f} %{row.get('lines', ''):>8}{lost:>9}")


def show(result, text):
    print(f"Instructions on {result['kernel']}, one processor, mitigations off, mean of "
          f"{result['rounds']} rounds.\nTotal: until TIME-WAIT has ended; making: only while "
          "connections are made.")
    print_units("A connection: request and reply of 100 bytes on loopback", result["connect"], text)
    print_units("2 MB and a reply on loopback", result["transfer"], text)
    print_units(f"{result['floods']} connections as fast as they can be made", result["flood"], text)
    if result["dump"]:
        print("\nA dump, instructions an entry")
        for name, row in result["dump"].items():
            print(f"  {name:34}{row['entry']:12,.0f}{row['over']:9.2f} of conntrack -L"
                  f" ({row['entries']:.0f} entries)")
    if result["control"]:
        print("\nBulk over a bottleneck of 100 Mbit/s, instructions of the whole host an ACK")
        for name, row in result["control"].items():
            print(f"  {text[name]:34}{row['ack']:12,.0f}{percent(row['over']):>10}"
                  f"{row['spread'] * 100:7.2f} %")
    if result["datagram"]:
        print("\nA datagram of 64 bytes, sent and received")
        print(f"  {'':34}{'without':>12}{'hooks that do nothing':>22}{'module':>22}{'spread':>10}")
        for name, row in result["datagram"].items():
            print(f"  {DATAGRAMS[name]:34}{row['baseline']:12,.0f}{row['empty']:12,.0f}"
                  f"{percent(row['floor']):>10}{row['module']:12,.0f}{percent(row['over']):>10}"
                  f"{row['spread'] * 100:8.2f} %")
    print("\nGoals")
    for row in result["goals"]:
        verdict = {True: "met", False: "missed", None: "not measured"}[row["met"]]
        share = isinstance(row["at-most"], float)
        value = "" if row["value"] is None else \
            f"{row['value'] * 100:.2f} %" if share else f"{row['value']:.0f}"
        bound = f"{row['at-most'] * 100:.0f} %" if share else row["at-most"]
        print(f"  {row['goal']:46}at most {bound:>5}  {value:>9}  {verdict}")


def main():
    source, target, command, kernel = sys.argv[1:5]
    with open(source, encoding="utf-8") as lines:
        data = Measurements(lines)
    result = collect(data, kernel, [int(word) for word in sys.argv[5:]])
    result["made-by"] = command
    result["variants"] = data.text
    with open(target, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.write("\n")
    show(result, data.text)


main()
