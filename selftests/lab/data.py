#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The lab without a machine: experiments, plans, measures, goals, comparisons."""
import gzip
import tempfile
from pathlib import Path
from types import SimpleNamespace

import tap
from tap import equal, near, raises

import compare
import experiment
import measure
import plan
import report

ROWS = "what\ttime\tflow\tcwnd\tssthresh\tsrtt\tmin_rtt\tunacked\tacked\tretransmitted\tlost\t" \
    "rate\tstate\tsegments\tmarked\n"
BEGIN = 500_000
ONE = """
title: one
path: {rate: 10mbit, rtt: 20ms, loss: $loss}
duration: 4s
flows:
- {name: a, cc: $cc}
vary: {loss: [0%, 1%], cc: [reno, cubic, 'sawtooth/reno:beta=0.5']}
"""


def made(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.yaml")
        path.write_text(text, encoding="utf-8")
        return experiment.Experiment(path)


def series(folder, flows, step=20_000, done=None):
    """A file with samples: FLOWS is {name: (bytes at a time, srtt at a time)}; all of them
    begin at half a second."""
    path = Path(folder, "series.gz")
    end = 4_000_000
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(ROWS)
        for name in flows:
            file.write(f"begin\t{BEGIN}\t{name}\n")
            if done:
                file.write(f"done\t{done}\t{name}\n")
        for time in range(BEGIN + step, end + 1, step):
            for name, (acked, srtt) in flows.items():
                file.write(f"sample\t{time}\t{name}\t10\t5\t{srtt(time)}\t20000\t0\t"
                           f"{round(acked(time))}\t{time // 1_000_000}\t0\t0\t0\t"
                           f"{time // 1000}\t7\n")
    return path


def measured(text, flows, case=0, done=None):
    with tempfile.TemporaryDirectory() as folder:
        path = series(folder, flows, done=done)
        return measure.Measures(made(text).cases()[case], path).values


def steady(mbit):
    return lambda time: (time - BEGIN) * mbit / 8


def test_quantity():
    """quantities have units, and others are refused"""
    equal(experiment.quantity("50mbit", "rate"), 50_000_000)
    equal(experiment.quantity("1.5ms", "time"), 1500)
    equal(experiment.quantity("20MB", "size"), 20_000_000)
    near(experiment.quantity("0.1%", "share"), 0.001, 1e-9)
    for units in (("1000kbit", "1mbit", "rate"), ("1000mbit", "1gbit", "rate"),
                  ("1000us", "1ms", "time"), ("1000ms", "1s", "time"), ("1000kB", "1MB", "size")):
        equal(experiment.quantity(units[0], units[2]), experiment.quantity(units[1], units[2]))
    for text, kind in (("50", "rate"), ("5 parsec", "time"), ("1", "share"), ("-1ms", "time")):
        raises(experiment.Mistake, experiment.quantity, text, kind)


def test_buffer():
    """a buffer is packets, or bandwidth-delay products of the path"""
    equal(experiment.buffer_packets("1bdp", 50e6, 40_000), 165)
    equal(experiment.buffer_packets("0.12bdp", 20e6, 40_000), 8)
    equal(experiment.buffer_packets("0.001bdp", 20e6, 40_000), 1)
    equal(experiment.buffer_packets(413, 50e6, 100_000), 413)


def test_cases():
    """each combination is a case, with its values in place"""
    cases = made(ONE).cases()
    equal(len(cases), 6)
    equal([case.path["loss"] for case in cases], [0] * 3 + [0.01] * 3)
    equal([case.module for case in cases[:3]], [False, False, True])
    control = cases[2].flows[0]["cc"]
    equal((control.algorithm, control.profile, control.settings),
          ("sawtooth", "reno", [["beta", "0.5"]]))


def test_mistakes():
    """what is not known is said"""
    text = raises(experiment.Mistake, made(ONE.replace("rtt:", "delay:")).cases)
    assert "delay" in text and "rtt" in text, text
    raises(experiment.Mistake, made, ONE + "colour: red\n")
    raises(experiment.Mistake, made(ONE.replace("cc: $cc}", "cc: $cc}\n- {name: a, cc: reno}")).cases)
    raises(experiment.Mistake, made(ONE.replace("beta=0.5", "beta")).cases)
    raises(experiment.Mistake, experiment.find, "no-such-experiment")
    text = raises(experiment.Mistake, made(ONE.replace("flows:", "vary: {}\nflow:")
                                           .replace("flow:\n- {name: a, cc: $cc}\n", "")).cases)
    assert "lacks 'flows'" in text, text
    raises(experiment.Mistake, made, "title: [")
    raises(experiment.Mistake, made, "just words")


def test_set():
    """a value of the file can be replaced"""
    one = made(ONE)
    one.set("path.rate", "3mbit")
    one.set("flows.0.cc", "westwood")
    one.set("path.policer", {"rate": "1mbit", "burst": "9kB"})
    case = one.cases()[0]
    equal((case.path["rate"], case.flows[0]["cc"].algorithm, case.path["policer"]["burst"]),
          (3_000_000, "westwood", 9000))
    for path in ("flows.7.cc", "flows.a.cc", "title.x.y"):
        raises(experiment.Mistake, one.set, path, "1")


def test_experiments():
    """those that come along can be planned, and their goals are about cases that exist"""
    assert len(experiment.every()) > 10
    for one in experiment.every():
        for case in one.cases():
            plan.script(case)
            plan.traffic(case, 1)
        for goal in one.goals + [{"for": one.same}]:
            for key, value in (goal["for"] | goal.get("of", {})).items():
                wanted = value if isinstance(value, list) else [value]
                missing = set(map(str, wanted)) - set(one.vary.get(key, ()))
                assert not missing, f"{one.name}: no case with {key} {missing}"
        one.quick()
        one.cases()


def test_plan():
    """rate, delay and loss are on devices of their own, none of them a sender's"""
    case = made(ONE).cases()[3]
    shapes = plan.shapes(case)
    equal(set(shapes), {"near", "far"})
    assert "dev right root netem rate 10000000bit limit 17" in "\n".join(shapes["near"])
    assert "dev s0 root netem delay 20000us" in "\n".join(shapes["near"])
    assert "loss 1%" in "\n".join(shapes["far"])
    assert "rate" not in "\n".join(shapes["far"])


def test_script():
    """the script has all that the file asks for"""
    text = ONE.replace("loss: $loss}", "loss: $loss, queue: codel, ecn: true, buffer: 77, "
                       "policer: {rate: 5mbit, burst: 50kB}, steps: [{at: 1s, rtt: 80ms}]}")
    case = made(text.replace("- {name", "- {name: z, cc: 'cubic:hystart=0', rtt: 5ms, "
                             "start: 1s, stop: 3s, bytes: 1kB}\n- {name")).cases()[2]
    lines = plan.script(case).split("\n")
    for line in (
            "insmod sawtooth.ko", "echo 0 >/sys/module/tcp_cubic/parameters/hystart",
            "sawtooth -N s1 profile set reno beta 0.5", plan.choose("s1", "reno"),
            "tc -n near -batch - <<'END'", "ip -batch - <<'END'",
            "qdisc replace dev s0 root netem delay 5000us limit 1000000",
            "qdisc replace dev s1 root netem delay 20000us limit 1000000",
            "qdisc add dev right root handle 1: tbf rate 10000000bit burst 3028 limit 100000000",
            "qdisc add dev right parent 1:1 codel limit 77 target 5ms ecn",
            "filter add dev left ingress matchall action police rate 5000000bit burst 50000 "
            "conform-exceed drop"):
        assert line in lines, f"no line '{line}' in {lines}"
    assert not [line for line in lines if "loss" in line or line == "probe=1"], lines
    lines = plan.traffic(case, 1).split("\n")
    assert "sysctl s1 net/ipv4/tcp_ecn 1" in lines
    assert [line for line in lines if line.startswith("at 1000000 bash -c 'tc -n near qdisc "
                                                      "replace dev s0 root netem delay 80000us")]
    words = next(line for line in lines if line.startswith("flow z")).split()
    equal(words[2:6] + words[7:], ["s0", "10.3.0.2", "5000", "cubic", "3000000", "1000"])
    assert 1_000_000 <= int(words[6]) <= 1_100_000, words
    words = next(line for line in lines if line.startswith("flow a")).split()
    equal(words[2:6] + words[7:], ["s1", "10.3.0.2", "5001", "sawtooth", "4000000", "0"])
    plain = plan.script(made(ONE).cases()[0])
    assert "sawtooth" not in plain and "ecn" not in plain, plain


def test_seed():
    """a seed is a plan: the same again, another for another, a start within bounds"""
    case = made(ONE).cases()[0]
    equal(plan.traffic(case, 7), plan.traffic(case, 7))
    assert plan.traffic(case, 7) != plan.traffic(case, 8)
    starts = [int(plan.traffic(case, seed).split("\n")[-2].split()[6]) for seed in range(50)]
    assert 0 <= min(starts) < 10_000 and 90_000 < max(starts) <= 100_000, starts


def test_measures():
    """goodput, shares, RTT and retransmissions of a series that is known"""
    values = measured(ONE, {"a": (steady(5), lambda time: 20_000 + time // 100)}, case=3)
    near(values["goodput"], 5, 0.001)
    near(values["goodput@a"], 5, 0.001)
    near(values["utilisation"], 5 / (10 * 1448 / 1514), 0.001)
    near(values["efficiency"], 5 / (10 * 0.99), 0.001)
    equal((values["retransmissions"], values["marks"]), (4, 7))
    near(values["resent"], 4 / 4000, 0.001)
    near(values["resent@a"], 4 / 4000, 0.001)
    equal(values["rtt-min"], 20)
    near(values["rtt"], 42.6, 0.001)
    near(values["rtt-p95"], 58.4, 0.001)
    assert "time" not in values and "recovery" not in values, values


def test_time():
    """a flow with a size ends when all has arrived, or took all the time there was"""
    text = ONE.replace("cc: $cc}", "cc: $cc, bytes: 1MB}")
    values = measured(text, {"a": (steady(4), lambda time: 1)}, done=2_500_000)
    near(values["time"], 2, 0.001)
    near(values["goodput"], 4 * 3.5 / 2, 0.001)
    equal(measured(text, {"a": (steady(4), lambda time: 1)})["time"], 4)


def test_settle():
    """what is before the settling time does not count"""
    late = measured(ONE + "settle: 2s\n", {
        "a": (lambda time: max(time - 2_000_000, 0) / 8 * 6,
              lambda time: 20_000 if time >= 2_000_000 else 90_000)})
    near(late["goodput"], 6, 0.001)
    equal(late["rtt-p95"], 20)


def test_fairness():
    """Jain's index and shares of two flows"""
    two = ONE.replace("- {name: a, cc: $cc}", "- {name: a, cc: $cc}\n- {name: b, cc: reno}")
    values = measured(two, {"a": (steady(3), lambda time: 1), "b": (steady(1), lambda time: 1)})
    near(values["jain"], 16 / (2 * 10), 0.001)
    near(values["fair@a"], 1.5, 0.001)
    near(values["goodput"], 4, 0.001)


def test_recovery():
    """how long until the rate of before a step is there again"""
    text = ONE.replace("loss: $loss}", "loss: $loss, steps: [{at: 1s, rtt: 80ms}]}")

    def until(end):
        return lambda time: (min(time, 1_000_000) - BEGIN) + max(time - end, 0)

    # Nine tenths of half a second later than the window begins.
    near(measured(text, {"a": (until(2_000_000), lambda time: 1)})["recovery"], 0.95, 0.03)
    equal(measured(text, {"a": (until(9_000_000), lambda time: 1)})["recovery"], 3)


def test_no_flow():
    """a flow without a sample is an error, not a zero"""
    raises(measure.Broken, measured, ONE, {"b": (steady(1), lambda time: 1)})


def result(values, goals):
    """A result with VALUES, {cc: goodputs of the seeds}."""
    one = made(ONE.replace("loss: [0%, 1%]", "loss: [0%]"))
    one.goals = goals
    found = report.Result(one)
    for case in one.cases():
        if case.choice["cc"] in values:
            found.add(case, [1, 2, 3], [SimpleNamespace(values={"goodput": value})
                                        for value in values[case.choice["cc"]]])
    return found


def test_goals():
    """goals are of the median, against a number or another case, and may be unknown"""
    found = result({"reno": [1, 2, 9], "cubic": [4, 4, 4]}, [
        {"for": {"cc": "reno"}, "value": "goodput", "at-least": 2},
        {"for": {"cc": "reno"}, "value": "goodput", "at-most": 1.9},
        {"for": {"cc": "reno"}, "value": "goodput", "at-least": 0.6, "of": {"cc": "cubic"}},
        {"for": {"cc": "cubic"}, "value": "goodput", "at-least": 1,
         "of": {"cc": "sawtooth/reno:beta=0.5"}}])
    equal([goal["met"] for goal in found.goals()], [True, False, False, None])
    equal(found.row({"loss": "0%", "cc": "reno"})["goodput"],
          {"median": 2, "least": 1, "most": 9, "seeds": 3})
    table = "\n".join(report.show(found))
    assert "2 (1..9)" in table, table
    equal([line.split()[5] for line in report.show_goals(found.goals())[1:3]], ["2", "1.9"])


def test_broken():
    """a run that did not work leaves its case out, and is told"""
    found = result({"reno": [1, 2, 3]}, [])
    case = found.experiment.cases()[1]
    found.add(case, [1, 2], [SimpleNamespace(values={"goodput": 1}), measure.Broken("nothing")])
    equal(len(found.rows), 1)
    assert "cc=cubic: nothing" in found.broken[0], found.broken


def comparison(one, other):
    """Of two traces, lists of lines."""
    runs = []
    with tempfile.TemporaryDirectory() as work:
        for name, lines in (("reno", one), ("cubic", other)):
            folder = Path(work, name)
            folder.mkdir()
            with gzip.open(folder / "probe.gz", "wt", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in lines))
            runs.append(SimpleNamespace(folder=folder, case=SimpleNamespace(
                name=name, choice={"cc": name})))
        return compare.Comparison(*runs, "cc")


def test_comparison():
    """the first difference is found, also that one ends sooner or that there is nothing"""
    lines = [f"1.{number} snd_cwnd={number} mark=0" for number in range(9)]
    assert comparison(lines, lines).same
    other = lines[:4] + ["1.4 snd_cwnd=77 mark=0"] + lines[5:]
    found = comparison(lines, other)
    equal((found.same, found.where, found.count), (False, 4, 9))
    assert "    * 1.4 snd_cwnd=77" in found.text(), found.text()
    equal(comparison(lines, lines[:6]).where, 6)
    assert not comparison([], []).same


def test_compared():
    """runs are compared that differ in nothing but what is said, of one seed"""
    with tempfile.TemporaryDirectory() as work:
        one = made(ONE + "same: {cc: [reno, cubic]}\n")
        with gzip.open(Path(work, "probe.gz"), "wt", encoding="utf-8") as file:
            file.write("1.0 snd_cwnd=10\n")
        runs = [(case, seed, SimpleNamespace(folder=Path(work), case=case))
                for case in one.cases() for seed in (1, 2)]
        found = [(seed, each.choice["loss"], each.other, each.choice["cc"])
                 for seed, each in compare.comparisons(one, runs)]
    equal(found, [(1, "0%", "reno", "cubic"), (2, "0%", "reno", "cubic"),
                  (1, "1%", "reno", "cubic"), (2, "1%", "reno", "cubic")])
    assert all(case.module and "probe=1" in plan.script(case) for case in one.cases())


def test_compared_chance():
    """what is compared is made ready by the same commands, or chance would differ"""
    each = ["cubic:hystart=0", "sawtooth/cubic:beta=0.6"]
    text = ONE.replace("[reno, cubic]", str(each).replace("'", '"'))
    one = made(text + f"same: {{cc: {each}}}\n".replace("'", '"'))
    scripts = {plan.script(case) for case in one.cases() if case.choice["loss"] == "1%"}
    equal(len(scripts), 1)
    script = scripts.pop()
    assert "tcp_cubic/parameters/hystart" in script and "profile set cubic beta 0.6" in script


tap.main(globals())
