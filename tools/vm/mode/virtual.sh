# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# virtual: one processor on virtual time. An instruction takes a nanosecond and
# waiting takes nothing, so that the same input gives the same output to the
# last byte. That holds for a bare root only: over 9p the host's disk decides
# when an answer comes.
#
# The older machine type matters: the newer ones hand the guest a random seed.
#
# rr=record is not for its record. Without it the thread that advances the clock of an idle
# processor may run between HLT and the count of the instructions before it, and the clock
# jumps by those few too far: one run in ten on a loaded host. Recording makes the two
# threads take turns.

# shellcheck source=tools/vm/qemu.sh
. "$vm_here/qemu.sh"

mode_command() {
	if [[ ${vm_cpus:=1} != 1 ]]; then
		echo "tools/vm: virtual time has one processor" >&2
		return 2
	fi
	VM=(qemu-system-x86_64 -M pc-i440fx-7.1 -accel tcg -cpu qemu64
	    -icount "shift=0,sleep=off,rr=record,rrfile=/dev/null" -rtc "base=2026-01-01,clock=vm")
	qemu_common
}
