# SPDX-License-Identifier: GPL-2.0
"""Experiments as data: read a file, check it, and make its cases.

A case is one combination of what the file varies, with every value filled in and
every quantity a number: bit/s, microseconds, bytes, packets, fractions.
"""
import itertools
import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent / "experiments"
FRAME = 1514            # bytes of a full segment on the wire
PAYLOAD = 1448          # and what it carries, with timestamps

UNITS = {
    "rate": {"kbit": 1e3, "mbit": 1e6, "gbit": 1e9},
    "time": {"us": 1, "ms": 1e3, "s": 1e6},
    "size": {"": 1, "kB": 1e3, "MB": 1e6},
    "share": {"%": 0.01},
    "count": {"": 1},
}
PATH_KEYS = {"rate", "rtt", "buffer", "loss", "queue", "ecn", "policer", "steps"}
FLOW_KEYS = {"name", "cc", "start", "stop", "bytes", "rtt", "count"}
FILE_KEYS = {"title", "path", "flows", "duration", "settle", "sample", "vary", "goals",
             "show", "spread-start", "same", "quick", "cube-root"}


class Mistake(Exception):
    """The file does not say what to do."""


def quantity(text, kind):
    match = re.fullmatch(r"([\d.]+) ?([a-zA-Z%]*)", str(text))
    if not match or match[2] not in UNITS[kind]:
        raise Mistake(f"'{text}' is no {kind}; its unit is one of "
                      f"{', '.join(unit or 'none' for unit in UNITS[kind])}")
    value = float(match[1]) * UNITS[kind][match[2]]
    return value if kind == "share" else round(value)


def known(mapping, keys, where):
    unknown = set(mapping) - keys
    if unknown:
        raise Mistake(f"{where}: unknown {', '.join(sorted(unknown))}; "
                      f"there are {', '.join(sorted(keys))}")


def filled_in(value, choice):
    """The value with $name replaced; a whole "$name" keeps its type."""
    if isinstance(value, dict):
        return {key: filled_in(item, choice) for key, item in value.items()}
    if isinstance(value, list):
        return [filled_in(item, choice) for item in value]
    if isinstance(value, str):
        if value[:1] == "$" and value[1:] in choice:
            return choice[value[1:]]
        return re.sub(r"\$(\w+)", lambda match: str(choice.get(match[1], match[0])), value)
    return value


def buffer_packets(text, rate, rtt):
    """Of packets, or of bandwidth-delay products with the unit bdp."""
    if str(text).endswith("bdp"):
        return max(round(float(text[:-3]) * rate * rtt / 8e6 / FRAME), 1)
    return quantity(text, "count")


def make_path(path):
    known(path, PATH_KEYS, "path")
    rate, rtt = quantity(path["rate"], "rate"), quantity(path["rtt"], "time")
    made = {
        "rate": rate, "rtt": rtt,
        "buffer": buffer_packets(path.get("buffer", "1bdp"), rate, rtt),
        "loss": quantity(path.get("loss", "0%"), "share"),
        "queue": path.get("queue", "fifo"),
        "ecn": bool(path.get("ecn", False)),
    }
    if made["queue"] not in ("fifo", "codel"):
        raise Mistake(f"queue '{made['queue']}': there are fifo and codel")
    if "policer" in path:
        policer = path["policer"]
        made["policer"] = {"rate": quantity(policer["rate"], "rate"),
                           "burst": quantity(policer["burst"], "size")}
    made["steps"] = [{"at": quantity(step["at"], "time"), "rtt": quantity(step["rtt"], "time")}
                     for step in path.get("steps", [])]
    return made


class Control:
    """A congestion control as it is written: NAME[/PROFILE][:PARAMETER=VALUE]..."""

    def __init__(self, text):
        name, *settings = text.split(":")
        self.algorithm, _, self.profile = name.partition("/")
        if any("=" not in setting for setting in settings):
            raise Mistake(f"cc '{text}': what is after a colon is PARAMETER=VALUE")
        self.settings = [setting.split("=", 1) for setting in settings]


def make_flows(flows, path, duration):
    made = []
    for flow in flows:
        known(flow, FLOW_KEYS, "flow")
        count = quantity(flow.get("count", 1), "count")
        for number in range(1, count + 1):
            made.append({
                "name": flow.get("name", "flow") + (str(number) if count > 1 else ""),
                "cc": Control(flow["cc"]),
                "start": quantity(flow.get("start", "0s"), "time"),
                "stop": quantity(flow["stop"], "time") if "stop" in flow else duration,
                "bytes": quantity(flow.get("bytes", 0), "size"),
                "rtt": quantity(flow["rtt"], "time") if "rtt" in flow else path["rtt"],
            })
    if len({flow["name"] for flow in made}) != len(made):
        raise Mistake("two flows of one name")
    return made


class Case:
    """One machine to be run, for each seed."""

    def __init__(self, experiment, choice):
        data = filled_in(experiment.data, choice)
        self.experiment = experiment
        self.choice = choice
        self.duration = quantity(data.get("duration", "20s"), "time")
        self.settle = quantity(data.get("settle", "0s"), "time")
        self.sample = quantity(data.get("sample", "20ms"), "time")
        self.spread_start = quantity(data.get("spread-start", "100ms"), "time")
        self.probe = bool(experiment.same)
        self.compared = [Control(text) for text in experiment.same.get("cc", [])]
        self.path = make_path(data["path"])
        self.flows = make_flows(data["flows"], self.path, self.duration)
        self.cube_root = data.get("cube-root", "own")
        if self.cube_root not in ("own", "kernel"):
            raise Mistake(f"cube-root '{self.cube_root}': there are own and kernel")
        self.module = self.probe or \
            any(flow["cc"].algorithm == "sawtooth" for flow in self.flows)

    @property
    def name(self):
        words = [f"{key}={value}" for key, value in self.choice.items()]
        return " ".join([self.experiment.name] + words)


class Experiment:
    def __init__(self, path):
        self.name = path.stem
        try:
            self.data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise Mistake(f"{path}: {error}") from error
        if not isinstance(self.data, dict):
            raise Mistake(f"{path}: no experiment")
        known(self.data, FILE_KEYS, self.name)
        self.title = self.data.get("title", self.name)
        self.vary = {key: [str(value) for value in values]
                     for key, values in self.data.get("vary", {}).items()}
        self.goals = self.data.get("goals", [])
        self.same = self.data.get("same", {})
        self.show = self.data.get("show", ["goodput", "retransmissions"])

    def quick(self):
        """Fewer values of what is varied, where the file says which."""
        for key, values in self.data.get("quick", {}).items():
            self.vary[key] = [str(value) for value in values]

    def set(self, path, value):
        """Another value than the file's: path.rate, flows.0.cc."""
        *way, last = path.split(".")
        data = self.data
        try:
            for key in way:
                data = data[int(key)] if isinstance(data, list) else data.setdefault(key, {})
            data[int(last) if isinstance(data, list) else last] = value
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise Mistake(f"{self.name}: there is no place {path}") from error

    def cases(self):
        values = itertools.product(*self.vary.values())
        try:
            return [Case(self, dict(zip(self.vary, choice))) for choice in values]
        except KeyError as error:
            raise Mistake(f"{self.name}: lacks {error}") from error
        except Mistake as error:
            raise Mistake(f"{self.name}: {error}") from error


def find(name):
    """An experiment by its path, or by its name among those that come along."""
    path = Path(name)
    if not path.exists():
        path = HERE / f"{name}.yaml"
    if not path.exists():
        raise Mistake(f"no experiment '{name}'; there are: " +
                      " ".join(sorted(file.stem for file in HERE.glob("*.yaml"))))
    return Experiment(path)


def every():
    return [Experiment(path) for path in sorted(HERE.glob("*.yaml"))]
