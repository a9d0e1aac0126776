# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For the gates. A gate is an executable file here with the name of what it
# checks; it prints what it objects to and ends with 0 only when that is nothing.
set -euo pipefail
unset MAKEFLAGS MFLAGS MAKELEVEL

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jobs=$(nproc)
cd "$tree"

# What is written here by hand: the files that git knows or would take.
sources() { # PATTERN...
	git ls-files --cached --others --exclude-standard -- "$@" | sort -u |
		grep -vE '^kmod/(generated|include/uapi)/' |
		while read -r file; do [[ ! -e $file ]] || echo "$file"; done
}

# A tree of its own for each kernel, so that their objects never meet. It is
# made anew, because only a compiler that runs can warn.
build_module() { # NAME KDIR
	local dir=$tree/build/kernel/$1

	rm -rf "$dir"
	mkdir -p "$dir"
	(sources Kbuild 'kmod/*'; git ls-files kmod/generated kmod/include/uapi) |
		cpio -pdm --quiet "$dir"
	make -s -j"$jobs" -C "$2" M="$dir" W=1 modules
}

kdir_61() {
	echo "/usr/src/linux-headers-$(tools/vm/kernel)"
}

# Run a build, show what it says, and object to a single warning.
without_warning() {
	local log

	log=$("$@" 2>&1) || {
		echo "$log"
		return 1
	}
	# pahole has no vmlinux to take types from: said of every module.
	log=$(grep -v '^Skipping BTF generation' <<<"$log" || true)
	[[ -z $log ]] || {
		echo "$log"
		return 1
	}
}
