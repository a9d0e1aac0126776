/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sockets that our congestion control steers: a registry of our own, filled by
 * the init() and release() of the congestion control, because the kernel's tables
 * of sockets are not open to modules.
 *
 * Lookup is by RCU. An entry leaves the table before its socket is destroyed; who
 * found one takes a reference to the socket and checks, with the socket locked,
 * that the entry is still the socket's.
 */
#ifndef _SAW_STEER_H
#define _SAW_STEER_H

#include <linux/seqlock.h>
#include <net/sock.h>

#include "conn.h"
#include "core/flow.h"
#include "profile.h"

/**
 * struct saw_steer_key - what a steered socket is found by
 * @conn: its connection
 * @local: index of its own address in @conn
 */
struct saw_steer_key {
	struct saw_conn_key conn;
	u32 local;
};

/**
 * struct saw_undo - what the last decision replaced
 * @cubic: the epoch
 * @start: slow start
 * @adapt: the adaptive laws
 */
struct saw_undo {
	struct saw_cubic cubic;
	struct saw_start start;
	struct saw_adapt adapt;
};

/**
 * struct saw_steer - a steered socket
 * @node: entry of the table
 * @key: constant
 * @sk: the socket; constant
 * @profile: its parameters; replaced with the socket locked, read under RCU
 * @decisions: changes of ssthresh so far; written with the socket locked
 * @last_seq: for reading @last without the socket's lock
 * @last: the last decision; its time is 0 before the first
 * @flow: what the laws remember; with the socket locked
 * @undo: with the socket locked
 * @rcu: for freeing
 */
struct saw_steer {
	struct rhash_head node;
	struct saw_steer_key key;
	struct sock *sk;
	struct saw_profile __rcu *profile;
	u32 decisions;
	seqcount_t last_seq;
	struct saw_flow flow;
	struct saw_undo undo;
	struct sawtooth_decision last;
	struct rcu_head rcu;
};

int saw_steer_init(struct saw_net *sn);
void saw_steer_exit(struct saw_net *sn);

/*
 * Register @sk; NULL if it cannot be: then it is steered by the defaults, and
 * neither seen nor tuned. Any context.
 */
struct saw_steer *saw_steer_add(struct sock *sk);
void saw_steer_remove(struct saw_steer *steer);

/* The steered socket that is the end @role of @conn; under rcu_read_lock(). */
struct saw_steer *saw_steer_find(struct saw_net *sn, const struct saw_conn *conn,
				 enum sawtooth_role role);

/* A reference to the socket of @steer, or NULL if it is going away; under rcu_read_lock(). */
struct sock *saw_steer_hold(struct saw_steer *steer);

/*
 * Replace the profile of @steer, whose socket is locked, by @profile, of which the
 * caller hands over its hold.
 */
void saw_steer_move(struct saw_steer *steer, struct saw_profile *profile);

#endif /* _SAW_STEER_H */
