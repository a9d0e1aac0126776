# SPDX-License-Identifier: GPL-2.0
"""Pictures of a run, drawn by gnuplot: windows and thresholds, RTT, and the rate of each
flow over time."""
import subprocess
import tempfile
from pathlib import Path

import measure

COLORS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#17becf", "#7f7f7f")
WINDOW = 10             # samples, over which the rate is taken

HEAD = """set terminal svg size 1000,800 font "sans-serif,12" background "white"
set output "{target}"
set multiplot layout 3,1 title "{title}"
set key outside right top
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror out
set xrange [0:{end}]
set yrange [0:*]
set lmargin 9
set rmargin 24
"""


def rows(flow):
    """Seconds, window, threshold or nothing, RTT in ms, Mbit/s."""
    for number, row in enumerate(flow.rows):
        before = flow.rows[max(number - WINDOW, 0)]
        gone = row["time"] - before["time"]
        rate = (row["acked"] - before["acked"]) * 8 / gone if gone else 0
        threshold = "-" if row["ssthresh"] >= 2 ** 31 - 1 else row["ssthresh"]
        yield f"{row['time'] / 1e6} {row['cwnd']} {threshold} {row['srtt'] / 1e3} {rate}"


def curves(names, column, title, style):
    return [f'"{name}.dat" using 1:{column} with {style} lw 1.3 '
            f'lc rgb "{COLORS[number % len(COLORS)]}" title "{name}{title}"'
            for number, name in enumerate(names)]


def script(names, title, end, target):
    lines = HEAD.format(target=target, title=title, end=end)
    windows = curves(names, 2, "", "lines") + curves(names, 3, " ssthresh", "steps dt 2")
    for label, drawn in (("segments", windows), ("RTT, ms", curves(names, 4, "", "lines")),
                         ("Mbit/s", curves(names, 5, "", "lines"))):
        lines += f'set ylabel "{label}"\nplot {", ".join(drawn)}\n'
    return lines


def draw(case, seed, series, folder):
    """An SVG of a run in FOLDER; its path."""
    flows = measure.read(series)
    words = "".join(letter if letter.isalnum() or letter in "-.=" else "_" for letter in case.name)
    target = Path(folder).resolve() / f"{words}_{seed}.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sawtooth-plot.") as work:
        for name, flow in flows.items():
            Path(work, f"{name}.dat").write_text("\n".join(rows(flow)) + "\n", encoding="utf-8")
        title = f"{case.name}, seed {seed}".replace("_", " ")
        subprocess.run(["gnuplot"], cwd=work, check=True, text=True,
                       input=script(list(flows), title, case.duration / 1e6, target))
    return target
