# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# kvm: the processor of the host. Taken by the mode "fast" where it works.

# shellcheck source=tools/vm/qemu.sh
. "$vm_here/qemu.sh"

mode_command() {
	: "${vm_cpus:=2}"
	VM=(qemu-system-x86_64 -M pc -accel kvm -cpu host)
	qemu_common
}
