#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every test here as one TAP stream: the unit tests, then the command line. A program
# that ends early, or says less than it planned, is a failed point of its own.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${BUILD:-$here/../../build}/selftests/cmdline
export ASAN_OPTIONS=abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
number=0
failures=0

point() { # "ok" or "not ok", DESCRIPTION
	number=$((number + 1))
	[[ $1 == ok ]] || failures=$((failures + 1))
	echo "$1 $number - $2"
}

take() { # NAME PROGRAM
	local planned=-1 seen=0 bad=0 status line
	while IFS= read -r line; do
		case $line in
		1..*)
			planned=${line#1..}
			;;
		"ok "* | "not ok "*)
			seen=$((seen + 1))
			[[ $line == ok* ]] || bad=$((bad + 1))
			point "${line%% [0-9]*}" "$1: ${line#* - }"
			;;
		status=*)
			status=${line#status=}
			;;
		*)
			echo "# ${line#\# }"
			;;
		esac
	done < <(CMOCKA_MESSAGE_OUTPUT=TAP "$2" 2>&1; echo "status=$?")
	if [[ $planned -ne $seen || ($status -ne 0 && $bad -eq 0) ]]; then
		point 'not ok' "$1: ends with $status after $seen of $planned points"
	fi
}

for program in "$out"/test_*; do
	[[ -x $program && $program != *.[do] ]] && take "$(basename "$program")" "$program"
done
take cmdline "$here/cmdline.sh"
echo "1..$number"
[[ $failures -eq 0 ]]
