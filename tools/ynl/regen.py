#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Write the generated netlink code from Documentation/netlink/specs/sawtooth.yaml.

usage: regen.py YNL-ROOT [OUTPUT-ROOT]

YNL-ROOT is a kernel source tree that has tools/net/ynl. The kernel's own
generator does the work; what it leaves out is added here from the same
specification: the structs of the event records, the flags of the multicast
group, and the tables of names that text and JSON are printed from.
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


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main()
