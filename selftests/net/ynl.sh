#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A client that knows nothing but the specification reads the same as the command does.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

ynl() { # ARGUMENT...
	on client /usr/bin/python3 "$source/tools/net/ynl/cli.py" --output-json \
		--spec "$SAWTOOTH_TREE/Documentation/netlink/specs/sawtooth.yaml" \
		--schema "$source/Documentation/netlink/genetlink-legacy.yaml" "$@"
}

# same FILTER COMMAND... -- YNL-ARGUMENT... : both say the same, in the order of keys.
same() {
	local filter=$1 ours theirs command=()
	shift

	while [[ $1 != -- ]]; do
		command+=("$1")
		shift
	done
	shift
	ours=$(on client sawtooth -n -j "${command[@]}" | jq -S "$filter") || return
	theirs=$(ynl "$@" | jq -S "$filter") || return
	[[ -n $ours && $ours != null ]] && is "$ours" "$theirs"
}

source=$("$SAWTOOTH_TREE/tools/deps/fetch" source-6.12) || exit 1
check "load" module_load
check "a network" topo_create
check "a connection to tell of" no on client bash -c "exec 3<>/dev/tcp/127.0.0.1/9"
check "status" same . status -- --do status-get
check "counters" same '.counter | map(select(.stat != "segments"))' stats -- --do stats-get
check "edges" same .edge stats -- --do stats-get
check "populations" same .population stats -- --do stats-get
check "a profile" same . profile reno -- --do profile-get --json '{"name": "reno"}'
check "an independent client changes a profile" ynl --do profile-set \
	--json '{"name": "reno", "beta": 650}'
check "and the command sees it" is "$(on client sawtooth -j profile reno | jq .beta)" 650
finish
