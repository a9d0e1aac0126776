# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# fast: several processors and the time of the host, under KVM where KVM works.
# For functional tests and for races; figures of it mean nothing.

# shellcheck source=tools/vm/mode/kvm.sh
. "$vm_here/mode/kvm.sh"

# Debian's kernels patch their own code while it runs, for each static key. QEMU reads code
# before it watches for changes of it, so that of two threads one may execute the old code
# for ever: seen as a stall in a breakpoint that is no longer there, when hooks come or go
# under traffic. The processors then take turns in one thread. A kernel out of a folder is one
# of ours, and has no static keys.
"$vm_here/probe" || mode_command() {
	local threads=single

	: "${vm_cpus:=2}"
	[[ $vm_kernel != */* ]] || threads=multi
	# The kernel gives up when it sees no tick of the clock for as long as a busy host takes.
	vm_append+="${vm_append:+ }no_timer_check"
	VM=(qemu-system-x86_64 -M pc -accel "tcg,thread=$threads" -cpu qemu64)
	qemu_common
}
