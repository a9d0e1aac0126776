// SPDX-License-Identifier: GPL-2.0
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

#include "sock.h"

/* The kernel looks a socket up by the addresses of a packet that it would receive. */
static struct sock *saw_sock_lookup(const struct saw_conn *conn, enum sawtooth_role role)
{
	const union nf_inet_addr *from = saw_conn_addr(conn, !role);
	const union nf_inet_addr *to = saw_conn_addr(conn, role);
	__be16 sport = htons(saw_conn_port(conn, !role));
	u16 dport = saw_conn_port(conn, role);
	struct net *net = conn->sn->net;

#if IS_ENABLED(CONFIG_IPV6)
	if (conn->key.family == AF_INET6)
		return __inet6_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, &from->in6,
						  sport, &to->in6, dport, conn->ifindex, 0);
#endif
	return __inet_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, from->ip, sport,
					 to->ip, dport, conn->ifindex, 0);
}

/* The lock of a socket is looked at as the kernel's own handler will, a moment later. */
bool saw_sock_busy(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_lookup(conn, role);
	bool busy;

	if (!sk)
		return false;
	busy = sk_fullsock(sk) && sock_owned_by_user_nocheck(sk);
	sock_gen_put(sk);
	return busy;
}

bool saw_sock_exists(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_lookup(conn, role);

	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}
