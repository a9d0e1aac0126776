# SPDX-License-Identifier: GPL-2.0
# bash completion for sawtooth(1)                          -*- shell-script -*-

_sawtooth_states="closed listen syn-sent syn-received established fin-wait-1 fin-wait-2
	close-wait closing last-ack time-wait"

# The first word that is no option, or the value of one, is the command.
_sawtooth_command() {
	local i
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-N | --netns | --every | --count | --idle | --ready-fd | --queue | --output | --title) ((i++)) ;;
		-*) ;;
		*)
			echo "${COMP_WORDS[i]}"
			return ;;
		esac
	done
}

_sawtooth_words() { # COMMAND PREVIOUS-WORD
	case $2 in
	state) echo "$_sawtooth_states"; return ;;
	dev) ls /sys/class/net 2>/dev/null; return ;;
	role) echo "initiator responder"; return ;;
	user) compgen -u; return ;;
	cgroup) compgen -d; return ;;
	src | dst | addr | sport | dport | port | --every | --count | --idle | --ready-fd | --queue) return ;;
	--output | --title) return ;;
	-N | --netns) ls /run/netns 2>/dev/null; return ;;
	esac
	case $1 in
	'' | help) echo "status stats histogram conn group monitor profile binding steer ssthresh record plot fsm help" ;;
	stats) echo reset ;;
	histogram)
		echo "syn-leg ack-leg lifetime ${_sawtooth_states#closed listen} membership leave-latency" ;;
	conn) echo "state src dst addr sport dport port dev role user cgroup --processes --every --count" ;;
	monitor) echo "conns transitions handshakes teardowns decisions memberships queriers totals
		state src dst addr sport dport port dev role user cgroup
		--count --idle --exec --no-dump --ready-fd --queue" ;;
	profile)
		case $2 in
		profile) printf "%s\n" set create delete; sawtooth -n profile 2>/dev/null | tail -n +2 | cut -d ' ' -f 1 ;;
		set | delete) sawtooth -n profile 2>/dev/null | tail -n +2 | cut -d ' ' -f 1 ;;
		slow-start-law) echo "standard hystart limited plateau" ;;
		growth-law) echo "reno cubic adaptive" ;;
		ssthresh-law) echo "half beta fixed bdp adaptive" ;;
		fixed-ssthresh | initial-ssthresh) echo none ;;
		beta | beta-ecn | cubic-c | max-ssthresh | bdp-gain | queue-* | loss-threshold) ;;
		*) echo "slow-start-law growth-law ssthresh-law beta fixed-ssthresh initial-ssthresh beta-ecn cubic-c max-ssthresh bdp-gain queue-threshold queue-limit loss-threshold" ;;
		esac ;;
	binding)
		case $2 in
		binding) echo "set delete" ;;
		set | delete) ;;
		*) sawtooth -n profile 2>/dev/null | tail -n +2 | cut -d ' ' -f 1 ;;
		esac ;;
	steer) echo "set ssthresh clamp profile role
		state src dst addr sport dport port dev user cgroup" ;;
	record) echo "state src dst addr sport dport port dev role user cgroup
		--every --count --ready-fd --queue" ;;
	plot)
		case $2 in
		plot) ;;
		*) echo "initiator responder --output --title" ;;
		esac ;;
	ssthresh)
		case $2 in
		ssthresh) echo set ;;
		*) echo "initiator responder" ;;
		esac ;;
	esac
}

_sawtooth() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words
	words=$(_sawtooth_words "$(_sawtooth_command)" "$previous")
	[[ $current == -* ]] && words+=" --json --numeric --netns --color --help --version"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

# Where nothing of this fits, the names of files do.
complete -o default -F _sawtooth sawtooth
