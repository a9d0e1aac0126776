# SPDX-License-Identifier: GPL-2.0
#
# Kbuild describes the module and tools/Makefile the command; this file is for
# people and for packages. "make help" lists what it can do.

HEADERS := $(shell ls -d /usr/src/linux-headers-6.1.*-amd64 2>/dev/null | \
	grep -vE -- '-(cloud|rt)-amd64$$' | sort -V | tail -n 1)
# The running kernel where it can be built for, Debian's newest here where not.
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) $(HEADERS))
DESTDIR ?=
PREFIX ?= /usr/local

# All processors, unless the caller said how many.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

all: modules tools ## the module, sawtooth.ko, and the command, tools/sawtooth/sawtooth

modules: ## the module only; KDIR=... chooses the kernel that it is for
	@test -n "$(KDIR)" || { echo "No kernel headers here; as root: make deps" >&2; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tools: ## the command and its library only
	$(MAKE) -C tools

install: all ## both, and what they need to be found; DESTDIR=... for a package
	$(MAKE) -C $(KDIR) M=$(CURDIR) INSTALL_MOD_PATH=$(DESTDIR) INSTALL_MOD_DIR=updates \
		modules_install
	test -n "$(DESTDIR)" || depmod "$$(modinfo -F vermagic sawtooth.ko | cut -d ' ' -f 1)"
	$(MAKE) -C tools install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

clean: ## everything that was built
	$(MAKE) -C tools clean
	for dir in unit fuzz cmdline; do $(MAKE) -C selftests/$$dir clean || exit; done
	test -z "$(KDIR)" || $(MAKE) -C $(KDIR) M=$(CURDIR) clean
	rm -rf build

deps: ## install the Debian packages that are missing (as root)
	@tools/deps/install

# The VM boots its own kernel, which need not be the one that runs here.
vm-build: deps
	@$(MAKE) modules tools KDIR=/usr/src/linux-headers-$$(tools/vm/kernel)

vm: vm-build ## a shell in a VM, with the module ready to be loaded
	@tools/vm/shell

demo: vm-build ## what it is good for, in the VM; leaves demo.svg
	@tools/demo/demo.sh

bench: vm-build ## what it costs and what its peers cost, in instructions; some ten minutes
	@tools/bench/run --out Documentation/results/bench-watch.json

bench-cc: vm-build ## what the congestion control is worth beside its peers; within an hour
	@tools/lab/run --json Documentation/results/bench-cc.json
	@tools/lab/run loss-1 loss-2 slow-start standing-queue codel --quick --seeds 1-3 \
		--on uml,qemu --json Documentation/results/bench-cc-qemu.json

bench-cc-quick: vm-build ## a part of it with three seeds; some minutes
	@tools/lab/run --quick --seeds 1-3

check: deps ## everything that can be tested here; ends with "N passed, N failed"
	@selftests/run

check-lab: deps ## the lab with its machine, which takes five minutes to be built once
	@selftests/run lab machine

check-oracle: vm-build ## 20000 connections against the kernel's own record of each socket
	@ORACLE_CONNS=20000 selftests/net/run oracle.sh

check-debug: deps ## the VM tests on a kernel that looks for bugs: KASAN, lockdep, kmemleak; long
	@selftests/run debug

check-races: deps ## the same on a kernel that looks for data races; long
	@selftests/run races

lint unit fuzz cmdline lab vmtest: deps ## one part of check
	@selftests/run $@

help: ## this list
	@sed -n 's/^\([a-z][a-z -]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS="$$(printf '\t')" read -r names text; do printf '  %-34s%s\n' "$$names" "$$text"; done

.PHONY: all modules tools install clean deps vm-build vm demo bench bench-cc bench-cc-quick \
	check check-lab check-oracle check-debug check-races lint unit fuzz cmdline lab vmtest help
