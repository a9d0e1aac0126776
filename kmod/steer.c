// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>

#include "binding.h"
#include "steer.h"

static const struct rhashtable_params steer_params = {
	.head_offset = offsetof(struct saw_steer, node),
	.key_offset = offsetof(struct saw_steer, key),
	.key_len = sizeof(struct saw_steer_key),
	.automatic_shrinking = true,
};

/* An IPv6 socket that talks to an IPv4 address sends IPv4 packets. */
static void saw_steer_key_init(struct saw_steer_key *key, const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);
	const void *saddr = &inet->inet_saddr, *daddr = &inet->inet_daddr;
	struct saw_conn_ends ends;
	u8 family = AF_INET;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6 && !ipv6_addr_v4mapped(&sk->sk_v6_daddr)) {
		saddr = &sk->sk_v6_rcv_saddr;
		daddr = &sk->sk_v6_daddr;
		family = AF_INET6;
	}
#endif
	key->local = saw_conn_ends_init(&ends, family, saddr, inet->inet_sport, daddr,
					inet->inet_dport);
	saw_conn_key_init(&key->conn, &ends);
}

struct saw_steer *saw_steer_add(struct sock *sk)
{
	struct saw_net *sn = saw_net(sock_net(sk));
	struct saw_profile *profile;
	struct saw_steer *steer;

	/* A kernel socket may outlive what we own of its namespace. */
	if (!sk->sk_net_refcnt)
		return NULL;
	steer = kzalloc(sizeof(*steer), GFP_ATOMIC);
	if (!steer)
		return NULL;
	saw_steer_key_init(&steer->key, sk);
	steer->sk = sk;
	seqcount_init(&steer->last_seq);
	profile = saw_binding_profile(sn, steer->key.conn.family,
				      &steer->key.conn.addr[!steer->key.local]);
	RCU_INIT_POINTER(steer->profile, profile);
	if (rhashtable_lookup_insert_fast(&sn->steers, &steer->node, steer_params)) {
		saw_profile_put(profile);
		kfree(steer);
		return NULL;
	}
	atomic_inc(&profile->users);
	atomic_inc(&sn->steer_count);
	saw_stats_inc(sn, SAWTOOTH_STAT_STEERED);
	return steer;
}

static void saw_steer_leave(struct saw_profile *profile)
{
	atomic_dec(&profile->users);
	saw_profile_put(profile);
}

void saw_steer_remove(struct saw_steer *steer)
{
	struct saw_net *sn = saw_net(sock_net(steer->sk));

	rhashtable_remove_fast(&sn->steers, &steer->node, steer_params);
	saw_steer_leave(rcu_dereference_protected(steer->profile, true));
	atomic_dec(&sn->steer_count);
	kfree_rcu(steer, rcu);
}

void saw_steer_move(struct saw_steer *steer, struct saw_profile *profile)
{
	struct saw_profile *old;

	old = rcu_dereference_protected(steer->profile, lockdep_sock_is_held(steer->sk));
	atomic_inc(&profile->users);
	rcu_assign_pointer(steer->profile, profile);
	saw_steer_leave(old);
}

struct saw_steer *saw_steer_find(struct saw_net *sn, const struct saw_conn *conn,
				 enum sawtooth_role role)
{
	struct saw_steer_key key;

	memset(&key, 0, sizeof(key));
	key.conn = conn->key;
	key.local = conn->initiator ^ role;
	return rhashtable_lookup(&sn->steers, &key, steer_params);
}

struct sock *saw_steer_hold(struct saw_steer *steer)
{
	return refcount_inc_not_zero(&steer->sk->sk_refcnt) ? steer->sk : NULL;
}

int saw_steer_init(struct saw_net *sn)
{
	return rhashtable_init(&sn->steers, &steer_params);
}

/* ORDER: every registered socket held the namespace, so the table is empty. */
void saw_steer_exit(struct saw_net *sn)
{
	rhashtable_destroy(&sn->steers);
}
