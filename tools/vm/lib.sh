# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034	# the settings are read by the modes
# shellcheck disable=SC2154	# vm_work is the caller's
#
# What run and shell share: settings, the command as a file, the initramfs. A
# mode is a file in mode/ that defines mode_command(), which puts the complete
# command line of a machine into the array VM.

vm_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
vm_host_tree=$(cd "$vm_here/../.." && pwd)
vm_cache=${SAWTOOTH_CACHE:-$HOME/.cache/sawtooth}
vm_mode=fast
vm_root=host
vm_cpus=
vm_mem=1G
vm_append=
vm_kernel=
vm_extra=()
vm_over=()
vm_seed=1
vm_initramfs=

vm_fail() {
	echo "tools/vm: $*" >&2
	exit 2
}

# Take one option off the command line. Sets vm_used to the number of words
# that it had, 0 when it is not an option of the machine.
vm_option() {
	vm_used=2
	case $1 in
	--bare)
		vm_root=bare
		vm_used=1
		return ;;
	--mode | --cpus | --mem | --append | --kernel | --file | --kmod | --initramfs | --over | \
	--seed) ;;
	*)
		vm_used=0
		return ;;
	esac
	(($# >= 2)) || vm_fail "$1 needs a value"
	case $1 in
	--mode)
		[[ -e $vm_here/mode/$2.sh ]] ||
			vm_fail "no mode '$2'; there are: $(cd "$vm_here/mode" && echo *.sh | sed 's/\.sh//g')"
		vm_mode=$2 ;;
	--cpus) vm_cpus=$2 ;;
	--mem) vm_mem=$2 ;;
	--initramfs) vm_initramfs=$2 ;;
	--over) vm_over+=("$2") ;;
	--seed) vm_seed=$2 ;;
	--append) vm_append+="${vm_append:+ }$2" ;;
	--kernel) vm_kernel=$2 ;;
	--file | --kmod) vm_extra+=("$1" "$2") ;;
	esac
}

# Archives may follow one another, the last one wins: files of this run only, without
# another archive to be built. Filled up, so that their size does not move what the
# kernel puts behind them.
vm_lay_over() {
	local root=$vm_work/over file

	for file in "${vm_over[@]}"; do
		mkdir -p "$root$(dirname "${file%%=*}")"
		cp "${file#*=}" "$root${file%%=*}"
	done
	(cd "$root" && find . -exec touch -d @1767225600 {} + &&
		find . -mindepth 1 | LC_ALL=C sort |
		cpio -o -H newc --reproducible --owner=+0:+0 --quiet) >"$vm_work/over.cpio"
	truncate -s %1M "$vm_work/over.cpio"
	cat "$vm_initramfs" "$vm_work/over.cpio" >"$vm_work/initramfs.whole"
	vm_initramfs=$vm_work/initramfs.whole
}

# Write the script that the VM runs and build its initramfs; then ask the mode
# for the machine. The words of the command are kept apart whatever is in them.
vm_prepare() { # COMMAND...
	local args=() kmod

	if [[ -z $vm_kernel && $vm_mode == uml ]]; then
		vm_kernel=$("$vm_here/uml/kernel")
	elif [[ -z $vm_kernel ]]; then
		vm_kernel=$("$vm_here/kernel")
	fi
	[[ -n $vm_kernel ]] || exit 2
	vm_image=/boot/vmlinuz-$vm_kernel
	[[ $vm_kernel != */* ]] || vm_image=$vm_kernel/vmlinuz
	vm_tree=$vm_host_tree
	[[ $vm_root == host ]] || vm_tree=/sawtooth
	{
		printf 'cd %q || exit 126\n' "$vm_tree"
		# shellcheck disable=SC2016	# the PATH of the VM
		printf 'export PATH=%q:$PATH\n' "$vm_tree/tools/sawtooth"
		printf 'exec'
		printf ' %q' "$@"
		echo
	} >"$vm_work/command"
	if [[ $vm_root == host ]]; then
		for kmod in virtio_pci 9pnet_virtio 9p overlay; do
			args+=(--kmod "$kmod")
		done
	else
		args=(--bare "${vm_extra[@]}")
	fi
	: "${vm_initramfs:=$vm_work/initramfs}"
	[[ ! -e $vm_work/stty ]] || args+=(--add "/stty=$vm_work/stty")
	[[ -e $vm_initramfs ]] ||
		"$vm_here/initramfs" "$vm_initramfs" "$vm_kernel" "${args[@]}" \
			--add "/command=$vm_work/command" || exit 2
	((!${#vm_over[@]})) || vm_lay_over
	# shellcheck source=/dev/null
	. "$vm_here/mode/$vm_mode.sh"
	mode_command || exit 2
}
