#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What sawtooth is good for, in a virtual machine on virtual time: tools/demo/guest
# does there what a user would, and what it recorded is drawn here.
set -eu

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=build/demo
rm -rf "$out"
mkdir -p "$out"

echo "Booting a virtual machine on virtual time; the demo begins in some ten seconds."
tools/vm/run --mode virtual --timeout 600 --out "$out" -- tools/demo/guest

/usr/bin/python3 tools/demo/table.py "$out"
gnuplot -e "dir='$out'" -e "title='$(cat "$out/title")'" tools/demo/plot.gp
echo
echo "The picture of the transfer is demo.svg: $(wc -l < "$out/cwnd.dat") samples," \
	"$(grep -c . "$out/loss.dat") losses, ssthresh set $(grep -c . "$out/manual.dat") time(s)."
