#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module comes, is there for whoever asks the kernel, goes, and comes again.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

family() {
	genl ctrl get name sawtooth
}

congestion_control() {
	[[ " $(sysctl -n net.ipv4.tcp_available_congestion_control) " == *" sawtooth "* ]]
}

check "no family before" no family
for round in first second; do
	check "$round load" module_load
	check "$round load: the family is there" family
	check "$round load: so is the congestion control" congestion_control
	check "$round load: and the command speaks to it" sawtooth status
	check "$round unload" module_unload
	check "$round unload: the family has gone" no family
	check "$round unload: so has the congestion control" no congestion_control
done
dmesg >"$lib_work/dmesg"
check "the kernel has nothing to object" "$SAWTOOTH_TREE/tools/vm/scan" "$lib_work/dmesg"
finish
