#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The command line: what each line of arguments prints and how it ends, with a fake
# module behind the command. TAP. "make" here builds the command first; UPDATE=1
# writes the golden files anew.
set -u
export LC_ALL=C TZ=UTC TERM=xterm NO_COLOR=
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${BUILD:-$here/../../build}/selftests/cmdline
command=$out/sawtooth
timeout=$(type -P timeout)	# also where PATH is another
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failures=0

point() { # STATUS DESCRIPTION
	number=$((number + 1))
	if [[ $1 -eq 0 ]]; then
		echo "ok $number - $2"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $number - $2"
	sed 's/^/# stdout: /' "$work/out" | head -n 50
	sed 's/^/# stderr: /' "$work/err" | head -n 50
}

run() { # [FAKE=WORDS] ARGUMENTS...; leaves status, out and err
	local fake=
	if [[ ${1-} == FAKE=* ]]; then
		fake=${1#FAKE=}
		shift
	fi
	SAWTOOTH_FAKE=$fake "$timeout" 20 "$command" "$@" >"$work/out" 2>"$work/err" 3>"$work/ready"
	status=$?
}

# The whole of a stream, without its last newline, matches; an empty pattern: is empty.
matches() { # FILE PATTERN
	local text
	text=$(<"$1")
	[[ $text =~ ^$2$ ]]
}

check() { # STATUS STDOUT STDERR [FAKE=WORDS] ARGUMENTS...
	local wanted=$1 stdout=$2 stderr=$3
	shift 3
	run "$@"
	[[ $status -eq $wanted ]] && matches "$work/out" "$stdout" && matches "$work/err" "$stderr"
	point $? "$* ends with $wanted"
}

# Bad input: status 2, nothing on standard output, one line on standard error.
bad() { # STDERR ARGUMENTS...
	local stderr="sawtooth: $1"
	shift
	run "$@"
	[[ $status -eq 2 ]] && matches "$work/out" '' && matches "$work/err" "$stderr" &&
		[[ $(wc -l <"$work/err") -eq 1 ]]
	point $? "bad input: $*"
}

golden() { # NAME [FAKE=WORDS] ARGUMENTS...
	local name=$1
	shift
	run "$@"
	# the time of a connection that is there is that of the look at it
	sed -i '/ there /s/^[^#]*/NOW /' "$work/out"
	if [[ -n ${UPDATE-} ]]; then
		cp "$work/out" "$here/golden/$name"
	fi
	[[ $status -eq 0 ]] && diff -u "$here/golden/$name" "$work/out" >"$work/diff"
	point $? "$* prints golden/$name"
}

states='closed, listen, .*, time-wait'
keys='slow-start-law, growth-law, ssthresh-law, beta, fixed-ssthresh, initial-ssthresh, beta-ecn, cubic-c, max-ssthresh, bdp-gain, queue-threshold, queue-limit, loss-threshold'
summary='[0-9]+ events, [0-9]+ lost \([0-9]+ not queued by the kernel, [0-9]+ did not fit in the receive queue\)'

# What is printed, text and JSON.
golden status status
golden status.json -j status
golden stats stats
golden stats.json stats -j
golden histogram histogram
golden histogram.json -j histogram
golden histogram-one histogram SYN_LEG
golden histogram-newer FAKE=newer histogram
golden histogram-empty FAKE=empty histogram
golden help-histogram help histogram
golden conn conn
golden conn-numeric conn -n
golden conn.json conn --json
golden conn-filtered -n conn dport 443 state close-wait,listen
golden conn-2 conn 2
golden conn-2.json -j conn 2
golden group group
golden group.json -j group
golden group-by-host -n group by host
golden group-source -n group source 198.51.100.8 dev lo
golden group-source.json -j group by group source 198.51.100.0/24 group 239.0.0.0/8
golden group-queriers group queriers
golden group-queriers.json -j group queriers
golden profile profile
golden profile.json -j profile
golden profile-lab profile lab
golden profile-lab.json profile -j lab
golden binding binding
golden binding.json -j binding
golden binding-empty FAKE=empty binding
golden steer steer state established set clamp 100 profile lab
golden steer.json -j steer state established set clamp 100 profile lab
golden ssthresh-2 ssthresh 2
golden ssthresh-2.json ssthresh 2 -j
golden fsm fsm
golden fsm.json -j fsm
golden monitor monitor --count 10
golden monitor-colour -c monitor --count 10
golden monitor.json -j monitor --count 10
golden monitor-lossy FAKE=lossy monitor --count 10
golden monitor-lossy.json FAKE=lossy monitor --count 10 -j
golden monitor-numeric -n monitor --count 10
golden monitor-no-dump monitor --no-dump --count 11
golden monitor-conns monitor conns handshakes dport 443 --count 1
golden help help
golden help-monitor help monitor
golden help-profile help profile
golden conn-newer FAKE=newer conn
golden monitor-newer.json FAKE=newer monitor -j --count 10
golden stats-newer FAKE=newer stats
golden conn-empty FAKE=empty conn
golden conn-empty.json FAKE=empty conn -j
golden group-empty FAKE=empty group

# Ends well.
check 0 'sawtooth test' '' -V
check 0 'usage: sawtooth .*' '' --help
check 0 'usage: sawtooth conn .*' '' conn --help
check 0 '' '' stats reset
check 0 '' '' profile set lab beta 0.655 fixed-ssthresh none
check 0 '' '' profile set lab fixed_ssthresh 2147483647 BETA .655
check 0 '' '' profile create other beta 0.655 fixed-ssthresh none
check 0 '' '' profile create other
check 0 '' '' profile delete other
check 0 '' '' binding set 192.0.2.0/24 lab
check 0 '' '' binding set 2001:db8::/32 lab
check 0 '' '' binding delete 2001:db8::/32
check 0 '1 changed' '' steer 1 set ssthresh 33
check 0 '' '' ssthresh set 2 33 responder
check 0 '' '' ssthresh set 1 33
check 0 'no end of this connection .*' '' ssthresh 3
check 0 '.* 1  .*' '' conn state established
check 0 'no connections' '' conn state time-wait
check 0 '\[\]' '' -j conn state time-wait
check 0 '\[\]' '' -j histogram last-ack
check 0 'no times yet' '' histogram closing
check 0 'at [0-9]+\.[0-9]{9}.*at [0-9]+\.[0-9]{9}.*' '' conn 1 --every 0.01 --count 2

check 0 '\{"event":"sample","time":[0-9]+,"id":1,.*"role":.*"cwnd":.*\}' '' record 1 --count 1
check 0 '(.*"event":"sample".*){2}' '' record --every 0.01 --count 2
recorded=$here/golden/recorded
check 0 "$work/a.svg: 4 samples over 0.3 s, 1 losses, 1 set by hand, 0 other decisions, 3 decisions are missing" '' plot "$recorded" --output "$work/a.svg" --title "it's"
check 0 "$work/a.png: 2 samples over 0.1 s, 0 losses, 0 set by hand, 1 other decisions, 3 decisions are missing" '' plot "$recorded" 9 initiator --output "$work/a.png"
grep -q '</svg>' "$work/a.svg" && grep -q ">it's<" "$work/a.svg" && [[ $(head -c 4 "$work/a.png") == *PNG ]]
point $? "the pictures are SVG and PNG"

# The kernel cannot, or does not want to: status 1 and what to do.
check 1 '' 'sawtooth: the kernel module is not loaded; load it with: modprobe sawtooth \(or insmod sawtooth.ko\), as root' FAKE=absent status
check 1 '' 'sawtooth: the kernel module is not loaded.*' FAKE=absent monitor
denied='Operation not permitted: this needs CAP_NET_ADMIN in the network namespace; run it as root'
check 1 '' "sawtooth: profile lab: $denied" FAKE=denied profile set lab beta 0.5
check 1 '' "sawtooth: ssthresh set 1: $denied" FAKE=denied ssthresh set 1 33
check 1 '' "sawtooth: stats reset: $denied" FAKE=denied stats reset
check 1 '' "sawtooth: monitor: .*: this needs CAP_NET_ADMIN in the network namespace; run it as root" FAKE=denied monitor
check 1 '' 'sawtooth: monitor: as many sockets as can' FAKE=full monitor
check 1 '' 'sawtooth: conn 99: no connection has this id \(attribute id\)' conn 99
check 1 '' 'sawtooth: ssthresh 99: no connection has this id \(attribute id\)' ssthresh 99
check 1 '' 'sawtooth: profile none: no profile has this name \(attribute name\)' profile none
check 1 '' 'sawtooth: profile lab: out of range \(attribute beta\)' profile set lab beta 0.5
check 1 '' 'sawtooth: profile lab: out of range \(attribute fixed-ssthresh\)' profile set lab fixed-ssthresh 13
check 1 '' 'sawtooth: ssthresh set 2: both ends are steered here \(attribute role\)' ssthresh set 2 33
check 1 '' 'sawtooth: ssthresh set 2: not this end \(attribute role\)' ssthresh set 2 33 INITIATOR
check 1 '' 'sawtooth: ssthresh set 3: Operation not supported \(attribute id\)' ssthresh set 3 33
check 1 '' 'sawtooth: steer state: no profile has this name \(attribute profile\)' steer state established set clamp 100 profile none
check 1 '' 'sawtooth: binding set 192.0.2.0/24: no profile has this name \(attribute profile\)' binding set 192.0.2.0/24 none
check 1 '' 'sawtooth: binding delete 192.0.2.0/25: nothing is bound to this prefix \(attribute prefix\)' binding delete 192.0.2.0/25
unread="the module's answer is not what this library reads"
check 1 '' "sawtooth: status: $unread" FAKE=broken status
check 1 '' "sawtooth: stats: $unread" FAKE=broken stats
check 1 '' "sawtooth: histogram: $unread" FAKE=broken histogram
check 1 '' "sawtooth: monitor: an event is not what this library reads.*" FAKE=broken monitor --no-dump

check 1 '' 'sawtooth: record: no connection has this id \(attribute id\)' record 99
check 1 '' "sawtooth: record: .*: this needs CAP_NET_ADMIN in the network namespace; run it as root" FAKE=denied record
PATH=/nowhere check 1 '' 'sawtooth: gnuplot: No such file or directory; install it with: apt-get install gnuplot-nox' plot "$recorded"

# Bad input says what was wrong and what is accepted.
bad 'no command; commands are status, stats, .*, fsm, help'
bad 'unknown command "foo"; commands are .*' foo
bad 'unknown command "foo"; commands are .*' help foo
bad 'help takes one command, not "conn"' help stats conn
bad 'unknown option -x; accepted are .*' -x
bad 'unknown option --foo; accepted are .*' status --foo
bad '--count needs a value; .*' monitor --count
bad '-N needs a value; .*' status -N
bad '--color "blue": accepted are auto, always, never' --color=blue status
bad 'status takes no --every; see "sawtooth help status"' status --every 1
bad 'conn takes no --idle; .*' conn --idle 1
bad 'conn takes no --no-dump; .*' conn --no-dump
bad 'record takes one id, which is a number, or a filter' record 1 2
bad 'plot takes FILE, .*' plot
bad 'plot takes FILE, .*' plot a 1 initiator more
bad '/nowhere: No such file or directory' plot /nowhere
bad '.*cmdline.sh:1 is no line that "sawtooth record" writes' plot "$here/cmdline.sh"
bad '.* has no sample of a steered connection' plot /dev/null
bad '.* has no sample of connection 3; it has 2 steered ends' plot "$recorded" 3
bad '.* has no sample of connection 7 initiator; it has 2 steered ends' plot "$recorded" 7 initiator
bad '"x" is no connection id, which is a number' plot "$recorded" x
bad '--output "a.gif": accepted are files that end with .svg or .png' plot "$recorded" --output a.gif
bad 'plot takes no --every; .*' plot "$recorded" --every 1
bad '"both" is no end of a connection; accepted are initiator and responder; or conns, .*' monitor role both
bad 'monitor takes no --every; .*' monitor --every 1
bad '--every "0": accepted are seconds greater than 0, such as 0.1' conn --every 0
bad '--every "x": .*' conn --every x
bad '--idle "1s": .*' monitor --idle 1s
bad '--count "0": accepted are numbers from 1' monitor --count 0
bad '--ready-fd "x": .*' monitor --ready-fd x
bad '--queue "0": accepted are bytes, at most 2147483647' monitor --queue 0
bad '--ready-fd 77 is not an open descriptor' monitor --ready-fd 77
bad 'conn takes --count only with --every SECONDS' conn --count 2
bad 'no network namespace "sawtooth-none"; "ip netns" lists them' -N sawtooth-none status
bad '"../x" is no name of a network namespace; .*' -N ../x status
bad 'status takes no "all"' status all
bad 'stats takes "reset" or nothing, not "now"' stats now
bad 'dev needs a value' group dev
bad 'group by group or by host' group by
bad 'group by group or by host' group by name
bad 'a membership has no state and no ports; .*' group sport 80
bad 'a membership has no state and no ports; .*' group state closed
bad 'group queriers takes no "dev"' group queriers dev lo
bad '"open" is not timed; kinds are syn-leg, .*' histogram syn-leg open
bad 'fsm takes no "x"' fsm x
bad 'conn takes an id or a filter, not both' conn 1 state closed
bad '"1x" is no connection id, which is a number' conn 1x
bad '"18446744073709551616" is no connection id, .*' conn 18446744073709551616
bad "\"open\" is no state; states are $states" conn state open
bad '"colour" begins no filter; filters are state, src, dst, addr, sport, dport, port, dev, role, user, cgroup, .*' conn colour red
bad 'state needs a value' conn state
bad 'dport "http!": the port is 0 to 65535 or the name of a service' conn dport 'http!'
bad 'src "1.2.3" is no address; .*' conn src 1.2.3
bad '"joins" begins no filter; .*; or conns, transitions, handshakes, teardowns, decisions, memberships, queriers, totals before them' monitor joins
bad "profile set lab needs a key and a value; keys are $keys" profile set lab
bad 'profile set needs a name of 1 to 31 characters' profile set
bad 'profile set needs a name of 1 to 31 characters' profile set 12345678901234567890123456789012 beta 1
bad 'the name of a profile has 1 to 31 characters' profile 12345678901234567890123456789012
bad 'profile takes a name, or "set" or "create" NAME KEY VALUE ..., or "delete" NAME, not "a b"' profile a b
bad 'profile delete takes a name and nothing else, not "beta"' profile delete lab beta 1
bad 'profile create needs a name of 1 to 31 characters' profile create
bad 'binding takes nothing, "set" PREFIX PROFILE or "delete" PREFIX' binding add 192.0.2.0/24
bad 'binding takes nothing, "set" PREFIX PROFILE or "delete" PREFIX' binding set 192.0.2.0/24
bad '"1.2.3/8" is no prefix, such as 192.0.2.0/24 or 2001:db8::/32' binding set 1.2.3/8 lab
bad '"192.0.2.0/33": the length of a prefix is 0 to 32' binding set 192.0.2.0/33 lab
bad '"2001:db8::/129": the length of a prefix is 0 to 128' binding set 2001:db8::/129 lab
bad 'steer takes ID or a filter, then "set" and any of .*' steer 1
bad 'steer takes ID or a filter, then "set" and any of .*' steer 1 set ssthresh
bad 'steer takes ID or a filter, then "set" and any of .*' steer set ssthresh 3
bad 'steer cannot set "beta"; it can set ssthresh, clamp, profile; and role says of which end' steer 1 set beta 1
bad 'clamp "1": accepted are 2 to 2147483647 segments, or none' steer 1 set clamp 1
bad '"1x" is no connection id; "sawtooth conn" lists them' steer 1x set clamp 10
bad '"client" is no end of a connection; accepted are initiator and responder' steer 1 set clamp 10 role client
bad '"colour" begins no filter; .*' steer colour red set clamp 10
bad "a profile has no key \"gamma\"; keys are $keys" profile set lab gamma 1
bad "a profile has no key \"users\"; keys are $keys" profile set lab users 1
bad 'beta needs a value' profile set lab beta
bad 'beta "0.09": accepted are 0.100 to 1.000, at most three decimals' profile set lab beta 0.09
bad 'queue-limit "33": accepted are 0.100 to 32.000, at most three decimals' profile set lab queue-limit 33
bad 'max-ssthresh "1": accepted are 2 to 32000 segments' profile set lab max-ssthresh 1
bad 'beta "1.001": .*' profile set lab beta 1.001
bad 'beta "0.7001": .*' profile set lab beta 0.7001
bad 'beta is given twice' profile set lab beta 0.5 beta 0.5
bad 'ssthresh-law "double": accepted are half, beta, fixed, bdp, adaptive' profile set lab ssthresh-law double
bad 'fixed-ssthresh "1": accepted are 2 to 2147483647 segments, or none' profile set lab fixed-ssthresh 1
bad 'ssthresh takes ID, or "set" ID SEGMENTS .*' ssthresh
bad 'ssthresh takes ID, or "set" ID SEGMENTS .*' ssthresh set 1
bad 'ssthresh takes ID, or "set" ID SEGMENTS .*' ssthresh 1 2
bad '"x" is no connection id; "sawtooth conn" lists them' ssthresh x
bad 'ssthresh "1": accepted are 2 to 2147483647 segments, or none' ssthresh set 1 1
bad '"client" is no end of a connection; accepted are initiator and responder' ssthresh set 1 33 client

# Bad input is found before the module is asked for.
bad 'beta "2": .*' FAKE=absent profile set lab beta 2

# monitor: kinds, filters, and how it ends.
check 0 '[^#]*#1 +handshake established[^#]*' "1 events, .*" monitor handshakes --idle 0.1
check 0 '[^#]*#[^#]*SYN-SENT[^#]*(#[^#]*SYN-RECEIVED[^#]*){2}' "3 events, .*" monitor transitions --idle 0.1
check 0 '[^#]*(#[^#]*there[^#]*){3}#[^#]*SYN-SENT[^#]*#[^#]*SYN-RECEIVED[^#]*' "2 events, .*" monitor conns transitions --idle 0.1
check 0 '[^#]*(#[^#]*SYN-[^#]*){3}' "3 events, .*" monitor conns transitions --no-dump --idle 0.1
check 0 '[0-9:.]+ join .* leave .*' "2 events, .*" monitor memberships --idle 0.1
check 0 '[0-9:.]+ querier .*' "1 events, .*" monitor queriers --idle 0.1
check 0 '.*teardown.*join.*' "3 events, .*" monitor memberships teardowns --idle 0.1
check 0 '.*ssthresh none -> 45.*' "1 events, .*" monitor decisions dport 80 --idle 0.1

# A program for each event gets the fields, in the order of the lines, and no shell.
cat >"$work/told" <<'EOF'
#!/bin/sh
echo "$#: $SAWTOOTH_EVENT $SAWTOOTH_CHANGE $SAWTOOTH_GROUP $SAWTOOTH_SOURCE $SAWTOOTH_SOURCES <$(cat)>"
env | grep -c ^SAWTOOTH_
EOF
chmod +x "$work/told"
export SAWTOOTH_LEFT_OVER=1
check 0 '[^<]* join [^<]*0: membership join 239.1.2.3 0.0.0.0 0 <>.16[^<]* leave [^<]*0: membership leave 239.1.2.3 198.51.100.7 2 <>.16' \
	"2 events, .*" monitor memberships --count 2 --exec "$work/told"
unset SAWTOOTH_LEFT_OVER
check 1 '.* join .*' "sawtooth: told; date: No such file or directory.1 events, .*" monitor memberships --exec "told; date"
check 0 '.* join .* leave .*' "2 events, .*" monitor memberships --count 2 --exec false
bad '--exec needs a value; .*' monitor --exec
bad 'conn takes no --exec; .*' conn --exec true
check 0 '' "0 events, .*" monitor handshakes state established --idle 0.1
check 0 '.*' "4 events, 4 lost \(1 not queued by the kernel, 3 did not fit in the receive queue\)" FAKE=lossy monitor transitions memberships --count 4
check 0 '.*' "$summary" monitor --idle 0.1

# A byte says that it listens; a signal ends it with the summary.
run monitor --count 1 --ready-fd 3
[[ $status -eq 0 && $(wc -c <"$work/ready") -eq 1 ]]
point $? 'monitor writes one byte to --ready-fd'

mkfifo "$work/fifo"
"$command" monitor --ready-fd 3 >"$work/out" 2>"$work/err" 3>"$work/fifo" &
child=$!
read -r -t 20 <"$work/fifo"
kill -INT "$child"
wait "$child"
status=$?
[[ $status -eq 0 ]] && matches "$work/err" "$summary"
point $? 'SIGINT ends monitor with the summary'

# A series: each line of JSON has the time, which grows.
run -j conn --every 0.01 --count 3
times=$(sed -n 's/^{"time":\([0-9]*\.[0-9]\{9\}\),"id":.*}$/\1/p' "$work/out")
[[ $status -eq 0 && $(wc -l <<<"$times") -eq 9 && $(sort -n -u <<<"$times" | wc -l) -eq 3 &&
	$(sort -n <<<"$times") == "$times" ]]
point $? 'conn --every prints a line for each connection with the time'

[[ $(sort -n -u <<<"$times" | awk 'NR == 1 { first = $1 } END { print ($1 - first >= 0.02) }') == 1 ]]
point $? 'conn --every waits as long as it is told'

run FAKE=gone -j conn 1 --every 0.01
[[ $status -eq 0 && $(wc -l <"$work/out") -eq 3 ]] && matches "$work/err" ''
point $? 'a series ends with its connection'
check 1 '' 'sawtooth: conn 99: no connection has this id .*' conn 99 -j --every 0.01

# Colours only at a terminal, and never against NO_COLOR.
escape=$'\033'
terminal() { # COMMAND; NO_COLOR and TERM as they are
	script -qec "$command $1" /dev/null </dev/null >"$work/out" 2>"$work/err"
}

run status
! grep -q "$escape" "$work/out"
point $? 'no colours in a file'
run status --color=always
grep -q "$escape" "$work/out"
point $? 'colours in a file with --color=always'
run -j status --color=always
! grep -q "$escape" "$work/out"
point $? 'no colours in JSON'
terminal status
grep -q "$escape" "$work/out"
point $? 'colours at a terminal'
terminal 'status -cnever'
! grep -q "$escape" "$work/out"
point $? 'no colours at a terminal with -cnever'
NO_COLOR=1 terminal status
! grep -q "$escape" "$work/out"
point $? 'no colours at a terminal with NO_COLOR'
TERM=dumb terminal status
! grep -q "$escape" "$work/out"
point $? 'no colours at a dumb terminal'

# Output that cannot be written is no success.
"$command" status >/dev/full 2>"$work/err"
[[ $? -eq 1 ]] && grep -q 'standard output' "$work/err"
point $? 'a full disk is told'

# What is written about the command knows every command and option that there is.
top=$here/../..
for word in $("$command" help | grep -oE '^  [a-z]+|--[a-z]+' && "$command" help conn | grep -oE -- '--[a-z-]+' &&
	"$command" help monitor | grep -oE -- '--[a-z-]+|^  [a-z]+'); do
	grep -qE -- "(^|[*, ])$word" "$top/Documentation/sawtooth.1.rst" &&
		grep -qwE -- "$word" "$top/packaging/sawtooth.bash"
	point $? "$word is in the man page and is completed"
done

completes() { # WANTED WORDS...; the last one is completed
	local wanted=$1
	shift
	(
		# shellcheck source=packaging/sawtooth.bash
		. "$top/packaging/sawtooth.bash"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_sawtooth
		echo "${COMPREPLY[*]}"
	) >"$work/out" 2>"$work/err"
	matches "$work/out" "$wanted" && matches "$work/err" ''
	point $? "completes $*"
}

completes 'monitor' sawtooth mo
completes 'stats' sawtooth -N x --count 3 stats
completes 'close-wait closed closing|closed close-wait closing' sawtooth -j conn state clo
completes 'lo' sawtooth conn dev lo
completes 'reset' sawtooth stats ''
completes 'fin-wait-1 fin-wait-2' sawtooth histogram fin
completes 'beta beta-ecn' sawtooth profile set reno be
completes 'half' sawtooth profile set reno ssthresh-law ha
completes 'initiator' sawtooth ssthresh set 1 2 in
completes '--json' sawtooth conn --js
completes 'initiator' sawtooth plot file 7 in

echo "1..$number"
[[ $failures -eq 0 ]]
