# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# fast: several processors and the time of the host, under KVM where KVM works.
# For functional tests and for races; figures of it mean nothing.

# shellcheck source=tools/vm/mode/kvm.sh
. "$vm_here/mode/kvm.sh"

"$vm_here/probe" || mode_command() {
	: "${vm_cpus:=2}"
	VM=(qemu-system-x86_64 -M pc -accel "tcg,thread=multi" -cpu qemu64)
	qemu_common
}
