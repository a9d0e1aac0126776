// SPDX-License-Identifier: GPL-2.0
#include <linux/cgroup.h>
#include <linux/sock_diag.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

#include "core/tcp_option.h"
#include "sock.h"

/*
 * The kernel looks a socket up by the addresses of a packet that it would receive, and by where
 * that comes in: by @member of a VRF, or 0.
 */
static struct sock *saw_sock_find(const struct saw_conn *conn, enum sawtooth_role role,
				  int member)
{
	const union nf_inet_addr *from = saw_conn_addr(conn, !role);
	const union nf_inet_addr *to = saw_conn_addr(conn, role);
	__be16 sport = htons(saw_conn_port(conn, !role));
	u16 dport = saw_conn_port(conn, role);
	struct net *net = conn->sn->net;

#if IS_ENABLED(CONFIG_IPV6)
	if (conn->key.family == AF_INET6)
		return __inet6_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, &from->in6,
						  sport, &to->in6, dport, conn->ifindex, member);
#endif
	return __inet_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, from->ip, sport,
					 to->ip, dport, conn->ifindex, member);
}

struct saw_sock_search {
	const struct saw_conn *conn;
	enum sawtooth_role role;
	struct sock *sk;
};

static int saw_sock_try_member(struct net_device *member, struct netdev_nested_priv *priv)
{
	struct saw_sock_search *search = priv->data;

	search->sk = saw_sock_find(search->conn, search->role, member->ifindex);
	return !!search->sk;
}

/* A segment in a VRF is seen with the VRF's device, and a socket may be bound to a member. */
static noinline struct sock *saw_sock_find_bound(const struct saw_conn *conn,
						 enum sawtooth_role role)
{
	struct net_device *dev = dev_get_by_index_rcu(conn->sn->net, conn->ifindex);
	struct saw_sock_search search = { .conn = conn, .role = role };
	struct netdev_nested_priv priv = { .data = &search };

	if (dev && netif_is_l3_master(dev))
		netdev_walk_all_lower_dev_rcu(dev, saw_sock_try_member, &priv);
	return search.sk;
}

static struct sock *saw_sock_lookup(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_find(conn, role, 0);

	return sk ?: saw_sock_find_bound(conn, role);
}

/* What tcp_check_req() asks before it makes a socket of a request. */
static bool saw_request_takes_ack(const struct request_sock *req, const struct saw_seg *seg)
{
	const struct sock *listener = req->rsk_listener;
	u8 defer = READ_ONCE(inet_csk(listener)->icsk_accept_queue.rskq_defer_accept);
	bool bare = !seg->len && !(seg->flags & SAW_TCP_FIN);

	return !sk_acceptq_is_full(listener) && !(bare && req->num_timeout < defer);
}

bool saw_sock_takes_ack(const struct saw_conn *conn, enum sawtooth_role role,
			const struct saw_seg *seg)
{
	struct sock *sk;
	bool takes;

	if ((seg->flags & (SAW_TCP_SYN | SAW_TCP_RST | SAW_TCP_ACK)) != SAW_TCP_ACK)
		return true;
	sk = saw_sock_lookup(conn, role);
	if (!sk)
		return true;
	takes = sk->sk_state != TCP_NEW_SYN_RECV || saw_request_takes_ack(inet_reqsk(sk), seg);
	sock_gen_put(sk);
	return takes;
}

static bool saw_sock_stamp(const struct saw_sighting *at, u32 *value)
{
	u8 buf[MAX_TCP_OPTION_SPACE];
	const u8 *options;

	options = skb_header_pointer(at->skb, at->options, at->options_len, buf);
	return options && saw_tcp_option_stamp(options, at->options_len, value);
}

/* @taken is when the socket took @recent, in seconds. */
static enum saw_stamp saw_sock_judge(const struct saw_sighting *at, u32 recent, u32 taken,
				     u32 slack)
{
	u32 value;

	if (!saw_sock_stamp(at, &value))
		return SAW_STAMP_NONE;
	return saw_tcp_stamp_judge(value, recent, (u32)ktime_get_seconds() - taken, slack);
}

static void saw_sock_ask_full(struct sock *sk, const struct saw_sighting *at,
			      struct saw_sock_answer *answer)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	if (tp->rx_opt.tstamp_ok)
		answer->stamp = saw_sock_judge(at, READ_ONCE(tp->rx_opt.ts_recent),
					       READ_ONCE(tp->rx_opt.ts_recent_stamp),
					       TCP_PAWS_WINDOW);
	answer->open = !sock_owned_by_user_nocheck(sk);
	answer->edge = READ_ONCE(tp->rcv_nxt);
}

static void saw_sock_ask_time_wait(struct sock *sk, const struct saw_sighting *at,
				   struct saw_sock_answer *answer)
{
	const struct tcp_timewait_sock *tw = tcp_twsk(sk);

	if (READ_ONCE(tw->tw_ts_recent_stamp))
		answer->stamp = saw_sock_judge(at, READ_ONCE(tw->tw_ts_recent),
					       READ_ONCE(tw->tw_ts_recent_stamp), 0);
	answer->open = true;
	answer->edge = READ_ONCE(tw->tw_rcv_nxt);
}

bool saw_sock_ask(const struct saw_conn *conn, enum sawtooth_role role,
		  const struct saw_sighting *at, struct saw_sock_answer *answer)
{
	struct sock *sk = saw_sock_lookup(conn, role);

	if (!sk)
		return false;
	*answer = (struct saw_sock_answer) { .stamp = SAW_STAMP_NONE };
	if (sk_fullsock(sk))
		saw_sock_ask_full(sk, at, answer);
	else if (sk->sk_state == TCP_TIME_WAIT)
		saw_sock_ask_time_wait(sk, at, answer);
	sock_gen_put(sk);
	return true;
}

bool saw_sock_exists(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_lookup(conn, role);

	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}

static void saw_sock_owner_full(struct sock *sk, struct saw_sock_owner *owner)
{
	owner->known = true;
	owner->uid = READ_ONCE(sk->sk_uid);
#ifdef CONFIG_SOCK_CGROUP_DATA
	owner->cgroup = cgroup_id(sock_cgroup_ptr(&sk->sk_cgrp_data));
#endif
}

static void saw_sock_owner_read(struct sock *sk, struct saw_sock_owner *owner)
{
	u32 cookie[2];

	memset(owner, 0, sizeof(*owner));
	sock_diag_save_cookie(sk, cookie);
	owner->cookie = (u64)cookie[1] << 32 | cookie[0];
	if (sk_fullsock(sk))
		saw_sock_owner_full(sk, owner);
	else if (sk->sk_state == TCP_NEW_SYN_RECV)
		saw_sock_owner_full(inet_reqsk(sk)->rsk_listener, owner);
}

bool saw_sock_owner(const struct saw_conn *conn, enum sawtooth_role role,
		    struct saw_sock_owner *owner)
{
	struct sock *sk = saw_sock_lookup(conn, role);

	if (!sk)
		return false;
	saw_sock_owner_read(sk, owner);
	sock_gen_put(sk);
	return true;
}

/*
 * The socket or request of @role that sent @at; not the kernel's own, which sends RSTs for
 * those without. A socket that was closed has no port to be found by any more.
 */
static struct sock *saw_sock_of(const struct saw_conn *conn, enum sawtooth_role role,
				const struct saw_sighting *at)
{
	struct sock *sk = at->skb->sk;
	__be16 port;

	if (!sk || !(sk_fullsock(sk) || sk->sk_state == TCP_NEW_SYN_RECV))
		return NULL;
	if (sk_fullsock(sk) && sk->sk_protocol != IPPROTO_TCP)
		return NULL;
	port = sk_fullsock(sk) ? inet_sk(sk)->inet_sport : htons(sk->sk_num);
	if (port != htons(saw_conn_port(conn, role)) ||
	    sk->sk_dport != htons(saw_conn_port(conn, !role)))
		return NULL;
	return sk;
}

bool saw_sock_sender(const struct saw_conn *conn, enum sawtooth_role role,
		     const struct saw_sighting *at, struct saw_sock_owner *owner)
{
	struct sock *sk = saw_sock_of(conn, role, at);

	if (!sk)
		return saw_sock_owner(conn, role, owner) && owner->known;
	saw_sock_owner_read(sk, owner);
	return true;
}

static bool saw_sock_in_call(const struct sock *sk, const struct saw_sighting *at)
{
	return at->enabled && in_task() && !(current->flags & PF_KTHREAD) && sk_fullsock(sk) &&
	       sock_owned_by_user_nocheck(sk) && !READ_ONCE(sk->sk_backlog.len);
}

/* Other threads may rename it meanwhile: the last byte stays zero. */
void saw_sock_process(const struct saw_conn *conn, enum sawtooth_role role,
		      const struct saw_sighting *at, struct saw_sock_process *process)
{
	const struct sock *sk = saw_sock_of(conn, role, at);

	memset(process, 0, sizeof(*process));
	if (!sk || !saw_sock_in_call(sk, at))
		return;
	process->pid = task_tgid_nr(current);
	strscpy(process->command, current->group_leader->comm, sizeof(process->command));
}

bool saw_sock_lives(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_lookup(conn, role);
	bool lives;

	if (!sk)
		return false;
	lives = sk_fullsock(sk) && !READ_ONCE(sk->sk_backlog.tail);
	sock_gen_put(sk);
	return lives;
}

bool saw_sock_shut(const struct saw_conn *conn, enum sawtooth_role role)
{
	struct sock *sk = saw_sock_lookup(conn, role);
	bool shut;

	if (!sk)
		return false;
	shut = saw_sock_shut_state(READ_ONCE(sk->sk_state));
	sock_gen_put(sk);
	return shut;
}
