#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Connections on loopback for as long as it runs: one to a port that listens, with data
and an ordinary close, one to a port that does not, then a breath.

usage: traffic.py PORT
"""
import select
import socket
import sys


def ordinary(listener):
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    client.sendall(b"data")
    server.recv(4)
    client.close()
    server.close()


def refused():
    with socket.socket() as client:
        client.connect_ex(("127.0.0.1", 1))


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    while True:
        ordinary(listener)
        refused()
        select.select([], [], [], 0.005)


if __name__ == "__main__":
    main()
