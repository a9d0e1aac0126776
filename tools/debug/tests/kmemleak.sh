# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For the tests of this folder that look for memory without an owner.

leaks=/sys/kernel/debug/kmemleak

# An object is old enough to be suspected after 5 s; one that was missed in a scan because a
# pointer to it moved is found in the next.
leaks_scan() {
	local scan end

	for ((scan = 0; scan < 2; scan++)); do
		end=$((SECONDS + 6))
		wait_until 10 eval "((SECONDS >= $end))"
		echo scan >"$leaks" || return
	done
}
