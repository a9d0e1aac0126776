#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Parameters of a profile: what is set is read back, what is out of range is refused with
# the range, by the command and by the kernel.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

profile() { # KEY
	sawtooth -j profile reno |
		jq -r --arg key "$1" '(if type == "array" then .[0] else . end)[$key]'
}

# sets KEY VALUE EXPECTED
sets() {
	sawtooth profile set reno "$1" "$2" && is "$(profile "$1")" "$3"
}

# refused STATUS REGEX COMMAND...
refused() {
	local status=$1 regex=$2 said
	shift 2

	said=$("$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

# The kernel's own word, past the command's: an independent client sends the request.
kernel_refuses() { # JSON REGEX
	refused 1 "$2" /usr/bin/python3 "$ynl/tools/net/ynl/cli.py" \
		--spec "$SAWTOOTH_TREE/Documentation/netlink/specs/sawtooth.yaml" \
		--schema "$ynl/Documentation/netlink/genetlink-legacy.yaml" \
		--do profile-set --json "$1"
}

ynl=$("$SAWTOOTH_TREE/tools/deps/fetch" source-6.12) || exit 1
check "load" module_load
check "default: half the window" is "$(profile ssthresh-law)" half
check "default: beta 0.7" is "$(profile beta)" 700
for law in beta fixed half; do
	check "ssthresh-law $law" sets ssthresh-law "$law" "$law"
done
check "beta, lowest" sets beta 0.1 100
check "beta, highest" sets beta 1.0 1000
check "fixed-ssthresh, lowest" sets fixed-ssthresh 2 2
check "fixed-ssthresh, highest" sets fixed-ssthresh 2147483647 2147483647
check "initial-ssthresh" sets initial-ssthresh 50 50
check "several at once" sawtooth profile set reno beta 0.5 initial-ssthresh 60
check "the first of them" is "$(profile beta)" 500
check "the second of them" is "$(profile initial-ssthresh)" 60

check "beta too low" refused 2 "0\.1" sawtooth profile set reno beta 0.05
check "beta too high" refused 2 "1" sawtooth profile set reno beta 1.1
check "threshold too low" refused 2 "2 to 2147483647" sawtooth profile set reno fixed-ssthresh 1
check "no such law" refused 2 "half" sawtooth profile set reno ssthresh-law double
check "no such profile" refused 1 "no profile has this name" sawtooth profile set nobody beta 0.5
check "kernel: beta too low" kernel_refuses '{"name": "reno", "beta": 99}' "range"
check "kernel: threshold too high" kernel_refuses \
	'{"name": "reno", "fixed-ssthresh": 2147483648}' "2 to 2147483647 segments"
check "kernel: a name is needed" kernel_refuses '{"beta": 500}' "."
check "nothing was changed by that" is "$(profile beta)" 500
finish
