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

echo
printf 'The picture of the transfer is '
tools/sawtooth/sawtooth plot "$out/record" --output demo.svg --title "$(cat "$out/title")"
