#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Write the generated netlink code from Documentation/netlink/specs/sawtooth.yaml.

usage: regen.py YNL-ROOT [OUTPUT-ROOT]

YNL-ROOT is a kernel source tree that has tools/net/ynl. The kernel's own
generator does the work; what it leaves out is added here from the same
specification: the structs of the event records, the flags of the multicast
group, the tables of names that text and JSON are printed from, and the
tracepoints, one for each kind of event with all that its record has.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
SPEC = pathlib.Path("Documentation/netlink/specs/sawtooth.yaml")
UAPI = pathlib.Path("kmod/include/uapi/linux/sawtooth.h")
GENERATED = pathlib.Path("kmod/generated")
# The other binary members of records are addresses.
TEXTS = ("command",)
NOTICE = ("/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */\n"
          "/* Do not edit directly, auto-generated from: */\n"
          f"/*\t{SPEC} */\n")


def c_name(name):
    return name.replace("-", "_")


def run_ynl(ynl, work, mode, out):
    """Run the kernel's generator; it wants the schemas and a MAINTAINERS file above the spec."""
    subprocess.run(["/usr/bin/python3", ynl / "tools/net/ynl/ynl-gen-c.py", "--spec", work / SPEC,
                    "--mode", mode, "--header" if out.suffix == ".h" else "--source",
                    "-o", out], check=True, timeout=120, cwd=work,
                   env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


def render_struct(definition):
    name = f"sawtooth_{c_name(definition['name'])}"
    lines = ["/**", f" * struct {name} - {definition['doc']}"]
    for member in definition["members"]:
        doc = member.get("doc", f"See &enum sawtooth_{c_name(member['enum'])}." if "enum" in member
                         else "Interface index.")
        lines.append(f" * @{c_name(member['name'])}: {doc}")
    lines += [" */", f"struct {name} {{"]
    for member in definition["members"]:
        field = c_name(member["name"])
        if member["type"] == "binary":
            lines.append(f"\t__u8\t{field}[{member['len']}];")
        else:
            lines.append(f"\t__{member['type']}\t{field};")
    return "\n".join(lines + ["};", ""])


def add_structs(header, spec):
    structs = [render_struct(d) for d in spec["definitions"] if d["type"] == "struct"]
    text = header.read_text()
    guard = "#define _UAPI_LINUX_SAWTOOTH_H\n"
    text = text.replace(guard, guard + "\n#include <linux/types.h>\n", 1)
    anchor = "enum {\n\tSAWTOOTH_A_"
    head, tail = text.split(anchor, 1)
    header.write_text(head + "\n".join(structs) + "\n" + anchor + tail)


def export_groups(source, header, spec):
    """Give the multicast groups their flags, and make them known to the family."""
    table = "const struct genl_multicast_group sawtooth_nl_mcgrps[]"
    text = source.read_text().replace(f"static {table}", table)
    for group in spec["mcast-groups"]["list"]:
        if "uns-admin-perm" in group.get("flags", []):
            text = text.replace(f'{{ "{group["name"]}", }}',
                                f'{{ "{group["name"]}", .flags = GENL_MCAST_CAP_NET_ADMIN, }}')
    source.write_text(text)
    size = len(spec["mcast-groups"]["list"])
    end = "\n#endif /* _LINUX_SAWTOOTH_GEN_H */"
    text = header.read_text()
    header.write_text(text.replace(end, f"\nextern {table[:-2]}[{size}];\n{end}"))


def render_names(spec):
    out = [NOTICE, "#ifndef _SAWTOOTH_NAMES_H", "#define _SAWTOOTH_NAMES_H", "",
           "/*",
           " * The words of the specification, indexed by the values of the enums. A",
           " * source file uses the tables that it needs.",
           " */", ""]
    for definition in spec["definitions"]:
        if definition["type"] != "enum":
            continue
        table = c_name(definition["name"])
        entries = [e if isinstance(e, str) else e["name"] for e in definition["entries"]]
        out.append(f"static const char *const sawtooth_{table}_names[] __attribute__((__unused__)) = {{")
        out += [f'\t"{entry}",' for entry in entries] + ["};", ""]
    return "\n".join(out + ["#endif /* _SAWTOOTH_NAMES_H */", ""])


TRACE_HEAD = NOTICE + """
/*
 * Tracepoints: the records of the event stream, for perf, bpftrace and trace-cmd. The
 * fields are those of the uapi header without the position in a stream, and the inode
 * of the network namespace; addresses are IPv6, or IPv4 mapped.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sawtooth

#if !defined(_SAWTOOTH_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _SAWTOOTH_TRACE_H

#include <linux/ipv6.h>
#include <linux/tracepoint.h>
#include <net/ipv6.h>

#include <uapi/linux/sawtooth.h>
"""

TRACE_ADDR = """
#ifndef _SAWTOOTH_TRACE_ADDR
#define _SAWTOOTH_TRACE_ADDR
/* One form for both families, which %pI6c prints. */
static inline void saw_trace_addr(u8 *to, u8 family, const u8 *from)
{
	__be32 ipv4;

	if (family == AF_INET6) {
		memcpy(to, from, sizeof(struct in6_addr));
		return;
	}
	memcpy(&ipv4, from, sizeof(ipv4));
	ipv6_addr_set_v4mapped(ipv4, (struct in6_addr *)to);
}
#endif
"""

TRACE_TAIL = """
#endif /* _SAWTOOTH_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH generated
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
"""


def render_trace_member(member):
    """How a tracepoint declares a member of a record, assigns it and prints it."""
    field = c_name(member["name"])
    if field in TEXTS:
        return (f"__array(char, {field}, {member['len']})",
                f"memcpy(__entry->{field}, r->{field}, {member['len']});",
                f"{field}=%s", f"__entry->{field}")
    if member["type"] == "binary":
        return (f"__array(u8, {field}, {member['len']})",
                f"saw_trace_addr(__entry->{field}, r->family, r->{field});",
                f"{field}=%pI6c", f"__entry->{field}")
    declared, assigned = f"__field({member['type']}, {field})", f"__entry->{field} = r->{field};"
    value = f"__entry->{field}"
    if "enum" in member:
        table = f"SAW_TRACE_{c_name(member['enum']).upper()}"
        return declared, assigned, f"{field}=%s", f"__print_symbolic({value}, {table})"
    return declared, assigned, f"{field}={'%llu' if member['type'] == 'u64' else '%u'}", value


def render_trace_event(kind, struct):
    members = [render_trace_member(m) for m in struct["members"]
               if m["name"] != "seq" and not m["name"].startswith("pad")]
    netns = ("__field(u32, netns)", "__entry->netns = netns;", "netns=%u", "__entry->netns")
    declared, assigned, formats, values = zip(netns, *members)
    lines = [f"TRACE_EVENT(sawtooth_{kind},",
             f"\tTP_PROTO(u32 netns, const struct sawtooth_{c_name(struct['name'])} *r),",
             "\tTP_ARGS(netns, r),",
             "\tTP_STRUCT__entry(", *(f"\t\t{line}" for line in declared), "\t),",
             "\tTP_fast_assign(", *(f"\t\t{line}" for line in assigned), "\t),",
             f'\tTP_printk("{" ".join(formats)}",', ",\n".join(f"\t\t  {v}" for v in values) + ")",
             ");", ""]
    return "\n".join(lines)


def render_trace(spec):
    definitions = {d["name"]: d for d in spec["definitions"]}
    kinds = definitions["event-kind"]["entries"]
    structs = [definitions.get(f"{kind}-record") or definitions[kind] for kind in kinds]
    out = [TRACE_HEAD]
    for enum in sorted({m["enum"] for s in structs for m in s["members"] if "enum" in m}):
        entries = [e if isinstance(e, str) else e["name"] for e in definitions[enum]["entries"]]
        pairs = [f'\t{{ {value}, "{name}" }}' for value, name in enumerate(entries)]
        out.append(f"#define SAW_TRACE_{c_name(enum).upper()} \\\n" + ", \\\n".join(pairs) + "\n")
    out.append(TRACE_ADDR)
    out += [render_trace_event(kind, struct) for kind, struct in zip(kinds, structs)]
    return "\n".join(line.strip("\n") + "\n" for line in out + [TRACE_TAIL])


def main():
    ynl = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else TOP)
    spec = yaml.safe_load((TOP / SPEC).read_text())
    with tempfile.TemporaryDirectory() as tmp:
        work = pathlib.Path(tmp)
        (work / SPEC).parent.mkdir(parents=True)
        shutil.copy(TOP / SPEC, work / SPEC)
        (work / "MAINTAINERS").touch()
        for schema in (ynl / "Documentation/netlink").glob("*.yaml"):
            shutil.copy(schema, work / "Documentation/netlink")
        out = work / "nl.c"
        run_ynl(ynl, work, "uapi", work / "sawtooth.h")
        run_ynl(ynl, work, "kernel", out)
        run_ynl(ynl, work, "kernel", out.with_suffix(".h"))
        add_structs(work / "sawtooth.h", spec)
        export_groups(out, out.with_suffix(".h"), spec)
        (root / UAPI).parent.mkdir(parents=True, exist_ok=True)
        (root / GENERATED).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work / "sawtooth.h", root / UAPI)
        shutil.copyfile(out, root / GENERATED / "nl.c")
        shutil.copyfile(out.with_suffix(".h"), root / GENERATED / "nl.h")
        (root / GENERATED / "names.h").write_text(render_names(spec))
        (root / GENERATED / "trace.h").write_text(render_trace(spec))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main()
