# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034	# the settings are lib.sh's, VM is for its caller
#
# What every machine of QEMU has in common; sourced by the modes that use it.

# The arguments of a serial port that is written to a file. Four ports of their
# own interrupt each: on a PC the third and fourth share with the first two,
# and a shared edge-triggered line can lose an interrupt.
qemu_serial() { # INDEX CHARDEV
	local base=(0x3f8 0x2f8 0x3e8 0x2e8) irq=(4 3 5 7)

	VM+=(-chardev "$2,id=ser$1"
	     -device "isa-serial,chardev=ser$1,index=$1,iobase=${base[$1]},irq=${irq[$1]}")
}

# Fill the array VM with everything but the machine, which the mode has put there.
qemu_common() {
	VM+=(-nodefaults -no-user-config -display none -no-reboot
	     -m "$vm_mem" -smp "$vm_cpus"
	     -kernel "$vm_image" -initrd "$vm_initramfs")
	qemu_serial 0 "file,path=$vm_log/console.log"
	qemu_serial 1 "${vm_terminal:-file,path=$vm_log/output.log}"
	qemu_serial 2 "file,path=$vm_work/verdict"
	qemu_serial 3 "file,path=$vm_work/files.tar"
	if [[ $vm_root == host ]]; then
		VM+=(-fsdev "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap"
		     -device "virtio-9p-pci,fsdev=root,mount_tag=root")
	fi
	if [[ $vm_out == 9p ]]; then
		VM+=(-fsdev "local,id=out,path=$vm_files,security_model=none"
		     -device "virtio-9p-pci,fsdev=out,mount_tag=out")
	fi
	# A panic ends the run at once, so does an oops: nothing after it can be believed.
	VM+=(-append "console=ttyS0 rdinit=/init panic=-1 oops=panic loglevel=7 nokaslr \
saw.root=$vm_root saw.out=$vm_out${vm_append:+ $vm_append}")
}
