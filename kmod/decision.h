/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Decisions: each change of ssthresh, and each change by hand, with what was known of
 * the path. The last one stays with the connection, so that it can be asked for.
 */
#ifndef _SAW_DECISION_H
#define _SAW_DECISION_H

#include "cong.h"

/* The phase that @sk is in, with @ssthresh for its threshold. */
u8 saw_decision_phase(const struct sock *sk, u32 ssthresh);

/* ssthresh of @sk goes from @before to @after. With the socket locked. */
void saw_decision_tell(struct sock *sk, enum sawtooth_ssthresh_cause cause, u32 before,
		       u32 after);

/* The last decision; false if there was none. Under rcu_read_lock(). */
bool saw_decision_last(const struct saw_steer *steer, struct sawtooth_decision *decision);

#endif /* _SAW_DECISION_H */
