# SPDX-License-Identifier: GPL-2.0
"""Do two congestion controls do the same? What the socket of each held at every ACK is
compared: window, threshold, sequence numbers, RTT and the time.

An experiment asks for it by "same": the values of what is varied that must not differ.
"""
import gzip


def read(folder):
    with gzip.open(folder / "probe.gz", "rt", encoding="utf-8") as lines:
        return lines.read().splitlines()


def shown(line):
    """Of a line of the trace what a reader looks for: the time and the windows."""
    words = line.split()
    wanted = ("snd_una", "snd_nxt", "snd_cwnd", "ssthresh", "srtt")
    return " ".join(words[:1] + [word for word in words[1:] if word.partition("=")[0] in wanted])


class Comparison:
    """Two runs of one seed."""

    def __init__(self, first, second, key):
        one, other = read(first.folder), read(second.folder)
        self.names = (first.case.name, second.case.name)
        self.choice, self.other = second.case.choice, first.case.choice[key]
        self.count = min(len(one), len(other))
        self.where = next((number for number in range(self.count)
                           if one[number] != other[number]), None)
        if self.where is None and len(one) != len(other):
            self.where = self.count
        self.lines = (one, other)

    @property
    def same(self):
        return self.where is None and self.count > 0

    def text(self):
        """Lines that show the first difference, with what was before it."""
        text = [f"  the first difference, at ACK {self.where} of {self.count}:"]
        begin = max(self.where - 2, 0)
        for name, lines in zip(self.names, self.lines):
            text.append(f"  {name}")
            text += [f"    {'*' if number == self.where else ' '} {shown(line)}"
                     for number, line in enumerate(lines[begin:self.where + 3], begin)]
        return text


def comparisons(experiment, measures):
    """Of all runs of the experiment, [(case, seed, measures)], those to be compared."""
    for key, values in experiment.same.items():
        first = [run for run in measures if run[0].choice[key] == values[0]]
        for case, seed, found in first:
            for value in values[1:]:
                choice = case.choice | {key: value}
                for other, other_seed, other_found in measures:
                    if other.choice == choice and other_seed == seed:
                        yield seed, Comparison(found, other_found, key)
