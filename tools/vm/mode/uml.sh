# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# uml: a user-mode Linux on virtual time: computing takes none, waiting is skipped. The
# same archive and the same seed give the same bytes; nothing else goes in, so the words
# of its command line are always the same, for they are stirred into its chance.

mode_command() {
	if [[ ${vm_cpus:=1} != 1 || $vm_root != bare ]]; then
		echo "tools/vm: user-mode Linux has one processor and needs --bare" >&2
		return 2
	fi
	ln -sf "$vm_initramfs" "$vm_work/initrd"
	VM=("$vm_here/uml/start" "$vm_kernel" "$vm_work" "$vm_log" "$vm_seed"
	    "mem=$vm_mem" initrd=initrd noreboot uml_dir=. umid=uml
	    time-travel=inf-cpu time-travel-start=1767225600000000000
	    con=null "con0=null,fd:3" ssl=null "ssl1=null,fd:4" "ssl2=null,fd:5" "ssl3=null,fd:6"
	    rdinit=/init panic=-1 oops=panic loglevel=7 "saw.root=$vm_root" "saw.out=$vm_out")
	[[ -z $vm_append ]] || VM+=("$vm_append")
}
