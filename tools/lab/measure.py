# SPDX-License-Identifier: GPL-2.0
"""From the series of a run to numbers.

A value is of all flows together, or with @NAME of one of them:

	goodput           Mbit/s acknowledged from its SYN, or the settling time, to the end
	utilisation       goodput as a share of what full segments leave of the link
	efficiency        goodput as a share of rate * (1 - loss)
	retransmissions   segments sent again
	resent            the same, as a share of all segments sent
	rtt-min           the shortest that the kernel measured, ms
	rtt, rtt-p95      median and 95th percentile of the smoothed RTT, ms
	jain              Jain's index over the flows
	fair@NAME         goodput as a multiple of the fair share
	time              seconds until the last byte of all flows with a size has arrived
	marks             segments delivered with an ECN mark
	recovery          seconds until nine tenths of what was before the first step of the
	                  path are reached again, the longest of all steps
"""
import bisect
import gzip
import statistics

from experiment import FRAME, PAYLOAD

WINDOW = 500_000        # us, over which "recovery" looks
BEFORE = 5_000_000      # us before the first step, whose rate is to be reached again


class Broken(Exception):
    """The series lacks what was planned."""


class Flow:
    """The samples of a flow."""

    def __init__(self):
        self.rows = []
        self.begin = self.done = None

    def column(self, name):
        return [row[name] for row in self.rows]

    def at(self, time, name):
        """The last value until then."""
        number = bisect.bisect_right(self.rows, time, key=lambda row: row["time"])
        return self.rows[number - 1][name] if number else 0


def read(path):
    """The flows of a series, by name."""
    flows = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        names = next(lines).split()
        for line in lines:
            cells = line.split()
            flow = flows.setdefault(cells[2], Flow())
            if cells[0] in ("begin", "done"):
                setattr(flow, cells[0], int(cells[1]))
            else:
                flow.rows.append({name: int(cell) for name, cell in zip(names[3:], cells[3:])} |
                                 {"time": int(cells[1])})
    return flows


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Measures:
    """All values of a run."""

    def __init__(self, case, path):
        self.case = case
        self.folder = path.parent
        self.series = read(path)
        self.plans = {flow["name"]: flow for flow in case.flows}
        missing = set(self.plans) - set(self.series)
        if missing:
            raise Broken(f"nothing of flow {', '.join(sorted(missing))}")
        self.values = {}
        for name in self.plans:
            self.one(name)
        self.all()
        del self.series         # there are thousands of these

    def goodput(self, name):
        flow = self.series[name]
        begin = max(flow.begin, self.case.settle)
        end = flow.done or self.plans[name]["stop"]
        return (flow.rows[-1]["acked"] - flow.at(begin, "acked")) * 8 / (end - begin)

    def one(self, name):
        flow = self.series[name]
        settled = [row for row in flow.rows if row["time"] >= self.case.settle]
        last = flow.rows[-1]
        values = {
            "goodput": self.goodput(name),
            "retransmissions": last["retransmitted"],
            "resent": last["retransmitted"] / max(last["segments"], 1),
            "rtt": statistics.median(row["srtt"] for row in settled) / 1e3,
            "rtt-p95": percentile([row["srtt"] for row in settled], 0.95) / 1e3,
            "rtt-min": last["min_rtt"] / 1e3,
            "marks": last["marked"],
        }
        if flow.done:
            values["time"] = (flow.done - flow.begin) / 1e6
        for key, value in values.items():
            self.values[f"{key}@{name}"] = value

    def each(self, key):
        return [self.values[f"{key}@{name}"] for name in self.plans]

    def all(self):
        values, path = self.values, self.case.path
        goodputs = self.each("goodput")
        total = sum(goodputs)
        rate = path["rate"] / 1e6
        values["goodput"] = total
        values["utilisation"] = total / (rate * PAYLOAD / FRAME)
        values["efficiency"] = total / (rate * (1 - path["loss"]))
        for key in ("retransmissions", "marks"):
            values[key] = sum(self.each(key))
        values["resent"] = values["retransmissions"] / \
            sum(flow.rows[-1]["segments"] for flow in self.series.values())
        values["rtt-min"] = min(self.each("rtt-min"))
        values["rtt"] = statistics.median(self.each("rtt"))
        values["rtt-p95"] = max(self.each("rtt-p95"))
        if total:
            values["jain"] = total ** 2 / (len(goodputs) * sum(g * g for g in goodputs))
            for name, goodput in zip(self.plans, goodputs):
                values[f"fair@{name}"] = goodput * len(goodputs) / total
        if all(flow["bytes"] for flow in self.case.flows):
            # A flow that did not get ready took all the time there was, and more.
            values["time"] = max(values.get(f"time@{name}", self.case.duration / 1e6)
                                 for name in self.plans)
        if path["steps"]:
            values["recovery"] = max(self.recovery(step["at"]) for step in path["steps"])

    def rate(self, begin, end):
        return sum(flow.at(end, "acked") - flow.at(begin, "acked")
                   for flow in self.series.values()) / (end - begin)

    def recovery(self, step):
        first = self.case.path["steps"][0]["at"]
        begin = max(first - BEFORE, min(flow.begin for flow in self.series.values()))
        wanted = 0.9 * self.rate(begin, first)
        for time in range(step, self.case.duration - WINDOW, self.case.sample):
            if self.rate(time, time + WINDOW) >= wanted:
                return (time - step) / 1e6
        return (self.case.duration - step) / 1e6
