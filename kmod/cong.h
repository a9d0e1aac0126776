/* SPDX-License-Identifier: GPL-2.0 */
/* The congestion control "sawtooth". */
#ifndef _SAW_CONG_H
#define _SAW_CONG_H

#include <linux/tcp.h>

#include "steer.h"

int saw_cong_init(void);
void saw_cong_exit(void);

/**
 * struct saw_cong - private area of a socket
 * @steer: entry of the registry; NULL if there was no room
 * @una: SND.UNA at the last ACK
 * @before: ssthresh before the decision that is not yet told
 * @credit: growth credit before the last decision, for undo
 * @pending: there is a decision that is not yet told
 * @ece: the ACK that is being processed carries an ECN echo
 * @acking: an ACK is being processed
 * @started: init() has run; the ACK of a SYN comes before it
 */
struct saw_cong {
	struct saw_steer *steer;
	u32 una;
	u32 before;
	u32 credit;
	bool pending;
	bool ece;
	bool acking;
	bool started;
};

/* The entry of @sk, or NULL if another congestion control has it. With the socket locked. */
struct saw_steer *saw_cong_steer(const struct sock *sk);

/* Largest delivery rate of the last rounds, bytes a second. */
static inline u64 saw_cong_bandwidth(const struct sock *sk, const struct saw_steer *steer)
{
	return (u64)saw_path_bandwidth(&steer->flow.path) * READ_ONCE(tcp_sk(sk)->mss_cache) >>
	       SAW_BANDWIDTH_SHIFT;
}

#endif /* _SAW_CONG_H */
