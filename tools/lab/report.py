# SPDX-License-Identifier: GPL-2.0
"""Medians over the seeds, goals, the table and the JSON."""
import statistics

import compare

DIGITS = {"goodput": 2, "retransmissions": 0, "rtt": 1, "rtt-p95": 1, "rtt-min": 2, "marks": 0,
          "time": 3, "recovery": 2}


def rounded(key, value):
    digits = DIGITS.get(key.partition("@")[0], 4)
    return round(value, digits) if digits else round(value)


def summary(measures):
    """Of the measures of all seeds: median and spread of each value."""
    found = {}
    for key in measures[0].values:
        values = [measure.values[key] for measure in measures if key in measure.values]
        found[key] = {"median": rounded(key, statistics.median(values)),
                      "least": rounded(key, min(values)), "most": rounded(key, max(values)),
                      "seeds": len(values)}
    return found


class Result:
    """What is known of an experiment: a summary for each case that was run."""

    def __init__(self, experiment):
        self.experiment = experiment
        self.rows = []          # (case, summary)
        self.runs = []          # (case, seed, measures)
        self.broken = []        # why a case has no summary

    def add(self, case, seeds, measures):
        errors = [error for error in measures if isinstance(error, Exception)]
        if errors:
            self.broken.append(f"{case.name}: {errors[0]}")
        else:
            self.rows.append((case, summary(measures)))
            self.runs += [(case, seed, found) for seed, found in zip(seeds, measures)]

    def comparisons(self):
        return list(compare.comparisons(self.experiment, self.runs))

    def row(self, choice):
        for case, found in self.rows:
            if case.choice == choice:
                return found
        return None

    def goals(self):
        """A line for each goal and each case that it is for."""
        return [line for goal in self.experiment.goals for line in self.goal(goal)] + \
            [self.equality(seed, found) for seed, found in self.comparisons()]

    def equality(self, seed, found):
        return {"experiment": self.experiment.name, "case": found.choice | {"seed": str(seed)},
                "value": "same", "is": found.count if found.same else found.where,
                "at-least": found.count, "goal": "the same windows at each ACK as with "
                f"{found.other}", "met": found.same}

    def goal(self, goal):
        for case, found in self.rows:
            if any(case.choice.get(key) != str(value)
                   for key, value in goal.get("for", {}).items()):
                continue
            value = found.get(goal["value"], {}).get("median")
            bound = self.bound(goal, case)
            least = "at-least" in goal
            met = None
            if value is not None and bound is not None:
                met = value >= bound if least else value <= bound
            yield {"experiment": self.experiment.name, "case": case.choice,
                   "value": goal["value"], "is": value,
                   "at-least" if least else "at-most": bound, "goal": describe(goal),
                   "met": met}

    def bound(self, goal, case):
        bound = goal.get("at-least", goal.get("at-most", 1))
        if "of" not in goal:
            return bound
        other = self.row(case.choice | {key: str(value) for key, value in goal["of"].items()})
        if other is None or goal["value"] not in other:
            return None
        return rounded(goal["value"], bound * other[goal["value"]]["median"])

    def json(self):
        return {"experiment": self.experiment.name, "title": self.experiment.title,
                "cases": [{"case": case.choice, "values": found} for case, found in self.rows],
                "goals": self.goals()}


def describe(goal):
    words = ["at least" if "at-least" in goal else "at most",
             str(goal.get("at-least", goal.get("at-most")))]
    if "of" in goal:
        words += ["of that with", ", ".join(f"{key} {value}"
                                            for key, value in goal["of"].items())]
    return " ".join(words)


def cell(found, key):
    if key not in found:
        return "-"
    value = found[key]
    if value["least"] == value["most"]:
        return f"{value['median']}"
    return f"{value['median']} ({value['least']}..{value['most']})"


def table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip()


def show(result):
    """The table of an experiment, as lines."""
    keys = list(result.experiment.vary)
    lines = [f"{result.experiment.name}: {result.experiment.title}"]
    rows = [keys + result.experiment.show]
    for case, found in result.rows:
        rows.append([case.choice[key] for key in keys] +
                    [cell(found, key) for key in result.experiment.show])
    lines += table(rows)
    for _, found in result.comparisons():
        if not found.same:
            lines += found.text()
    return lines


VERDICT = {True: "met", False: "MISSED", None: "not run"}


def show_goals(goals):
    if not goals:
        return []
    rows = [["goal of", "case", "value", "is", "bound", "verdict", ""]]
    for goal in goals:
        bound = goal.get("at-least", goal.get("at-most"))
        rows.append([goal["experiment"], " ".join(goal["case"].values()), goal["value"],
                     str(goal["is"]), str(bound), VERDICT[goal["met"]], goal["goal"]])
    return list(table(rows))
