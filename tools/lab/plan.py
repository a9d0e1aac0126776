# SPDX-License-Identifier: GPL-2.0
"""From a case and a seed to what the machine is told: a script that lays out the
network, and the plan of the traffic.

	source ... source --- near ====rate, buffer==== far ----loss---- sink
	       <-- rtt

Each flow has a namespace of its own to send from, so that it has its own RTT and its
own profile. Rate, delay and loss are on different devices, and none of them on a
sender's, who would be told at once what it dropped. The delay is all on the way back,
where a change of it reorders nothing but acknowledgments.
"""
import random

SINK = "10.3.0.2"

SYSCTLS = {
    "net/ipv4/tcp_no_metrics_save": "1",
    "net/ipv6/conf/all/disable_ipv6": "1",
    "net/ipv6/conf/default/disable_ipv6": "1",
}
# Of the first namespace; the others begin with its values.
LIMITS = {
    "net/ipv4/ip_forward": "1",
    "net/ipv4/tcp_mem": "400000 400000 400000",
    "net/ipv4/tcp_rmem": "4096 131072 67108864",
    "net/ipv4/tcp_wmem": "4096 131072 67108864",
    "net/core/devconf_inherit_init_net": "1",
}


def mac(number, end):
    return f"02:00:00:00:{number:02x}:{end:02x}"


def links(case):
    lines = ["netns add near", "netns add far", "netns add sink",
             "link add right netns near type veth peer name left netns far",
             "link add right netns far type veth peer name left netns sink"]
    for number in range(len(case.flows)):
        lines += [f"netns add s{number}",
                  f"link add right netns s{number} address {mac(number, 2)} type veth "
                  f"peer name s{number} netns near address {mac(number, 1)}"]
    return lines


def addresses(case):
    """Lines for ip(8), by namespace."""
    near = ["address add 10.2.0.1/24 dev right", "link set right up",
            "route add default via 10.2.0.2"]
    lines = {
        "near": near,
        "far": ["address add 10.2.0.2/24 dev left", "address add 10.3.0.1/24 dev right",
                "link set left up", "link set right up", "route add 10.1.0.0/16 via 10.2.0.1"],
        "sink": ["address add 10.3.0.2/24 dev left", "link set left up",
                 "route add default via 10.3.0.1"],
    }
    for number in range(len(case.flows)):
        net = f"10.1.{number}"
        # Who asked for the neighbour here would have the answer a round-trip time later.
        near += [f"address add {net}.1/24 dev s{number}", f"link set s{number} up",
                 f"neigh add {net}.2 lladdr {mac(number, 2)} dev s{number} nud permanent"]
        lines[f"s{number}"] = [f"address add {net}.2/24 dev right", "link set right up",
                               f"neigh add {net}.1 lladdr {mac(number, 1)} dev right nud permanent",
                               f"route add default via {net}.1"]
    return lines


def delay(number, rtt):
    return f"qdisc replace dev s{number} root netem delay {rtt}us limit 1000000"


def shapes(case):
    """Lines for tc(8), by namespace."""
    path = case.path
    near = [delay(number, flow["rtt"]) for number, flow in enumerate(case.flows)]
    if path["queue"] == "codel":
        ecn = "ecn" if path["ecn"] else "noecn"
        near += [f"qdisc add dev right root handle 1: tbf rate {path['rate']}bit "
                 "burst 3028 limit 100000000",
                 f"qdisc add dev right parent 1:1 codel limit {path['buffer']} target 5ms {ecn}"]
    else:
        near.append(f"qdisc add dev right root netem rate {path['rate']}bit "
                    f"limit {path['buffer']}")
    far = []
    if path["loss"]:
        far.append(f"qdisc add dev right root netem loss {path['loss'] * 100:.6g}% limit 1000000")
    if "policer" in path:
        policer = path["policer"]
        far += ["qdisc add dev left clsact",
                f"filter add dev left ingress matchall action police rate {policer['rate']}bit "
                f"burst {policer['burst']} conform-exceed drop"]
    return {"near": near, "far": far} if far else {"near": near}


def batch(program, netns, lines):
    where = f" -n {netns}" if netns else ""
    return [f"{program}{where} -batch - <<'END'"] + lines + ["END"]


def choose(netns, profile):
    """The command that makes a profile the one of the namespace's new connections."""
    return f"sawtooth -N {netns} binding set 0.0.0.0/0 {profile}"


def parameters(number, cc):
    """Lines that give one congestion control its parameters."""
    if cc.algorithm != "sawtooth":
        return [f"echo {value} >/sys/module/tcp_{cc.algorithm}/parameters/{key}"
                for key, value in cc.settings]
    if not cc.settings:
        return []
    words = " ".join(f"{key} {value}" for key, value in cc.settings)
    return [f"sawtooth -N s{number} profile set {cc.profile or 'reno'} {words}"]


def control(number, cc, case):
    """Lines that make ready what the namespace of flow NUMBER needs.

    Where runs are compared they make ready what either needs: each program that is started
    takes from the kernel's chance, and what is compared needs the same chance.
    """
    each = case.compared or [cc]
    profiles = [one.profile for one in each if one.profile]
    lines = [choose(f"s{number}", (profiles or ["reno"])[0])] if case.module else []
    for one in each:
        lines += parameters(number, one)
    return lines


def script(case):
    lines = []
    if case.module:
        lines.append("insmod sawtooth.ko")
    lines += [f"echo '{value}' >/proc/sys/{key}" for key, value in LIMITS.items()]
    lines += batch("ip", None, links(case))
    for netns, part in addresses(case).items():
        lines += batch("ip", netns, part)
    for netns, part in shapes(case).items():
        lines += batch("tc", netns, part)
    for number, flow in enumerate(case.flows):
        lines.append(f"ip netns exec s{number} ethtool -K right tso off gso off gro off")
        lines += control(number, flow["cc"], case)
    lines.append("ip netns exec sink ethtool -K left tso off gso off gro off")
    if case.probe:
        lines.append("probe=1")
    return "\n".join(lines) + "\n"


def sysctls(case):
    for netns in ["near", "far", "sink"] + [f"s{number}" for number in range(len(case.flows))]:
        for key, value in SYSCTLS.items():
            yield f"sysctl {netns} {key} {value}"
        if case.path["ecn"]:
            yield f"sysctl {netns} net/ipv4/tcp_ecn 1"


def traffic(case, seed):
    """Each flow begins a little later, how much is up to the seed: without any other
    chance on the path all seeds would be one."""
    chance = random.Random(seed)
    lines = list(sysctls(case)) + [f"sample {case.sample}", f"end {case.duration}"]
    for step in case.path["steps"]:
        # The shell of a bare root has a tc of its own.
        command = "; ".join(f"tc -n near {delay(number, step['rtt'])}"
                            for number in range(len(case.flows)))
        lines.append(f"at {step['at']} bash -c '{command}'")
    for number, flow in enumerate(case.flows):
        start = flow["start"] + chance.randrange(case.spread_start + 1)
        lines.append(f"flow {flow['name']} s{number} {SINK} {5000 + number} "
                     f"{flow['cc'].algorithm} {start} {flow['stop']} {flow['bytes']}")
    return "\n".join(lines) + "\n"
