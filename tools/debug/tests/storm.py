#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Connections to loopback, both ends steered by us, and joins on a device, until killed:
whatever an allocation that failed makes of one of them, the next is tried.

usage: storm.py PORT ADDRESS    the device's IPv4 address
"""
import itertools
import select
import socket
import sys


def listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"sawtooth")
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(16)
    listener.settimeout(1)
    return listener


def converse(listener, port):
    with socket.socket() as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"sawtooth")
        client.settimeout(1)
        client.connect(("127.0.0.1", port))
        server, _ = listener.accept()
        with server:
            server.settimeout(1)
            client.sendall(bytes(20000))
            while len(server.recv(65536)) == 65536:
                pass


def join(number, address):
    group = socket.inet_aton(f"239.1.{number // 250 % 250}.{number % 250 + 1}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as member:
        member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                          group + socket.inet_aton(address))
        # Its report is sent in the background.
        select.select([], [], [], 0.03)


def main():
    port, address = int(sys.argv[1]), sys.argv[2]
    listener = listen(port)
    for number in itertools.count():
        try:
            converse(listener, port)
        except OSError:
            pass
        try:
            join(number, address)
        except OSError:
            pass


if __name__ == "__main__":
    main()
