/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a connection's segments and timers changed, to those who want to know:
 * counters always; records to the event stream, tracepoints and the kernel log, and
 * only if one of them listens.
 */
#ifndef _SAW_TELL_H
#define _SAW_TELL_H

#include "conn.h"

/* @news of @conn, by @at or, if that is NULL, by a timer. With its lane locked. */
void saw_tell_news(struct saw_conn *conn, const struct saw_news *news,
		   const struct saw_sighting *at, u64 now);

/* A change of ssthresh; is it worth making the record? */
bool saw_tell_decision_wanted(const struct saw_net *sn);
void saw_tell_decision(struct saw_net *sn, struct sawtooth_decision *decision);

/* Something happened to a membership. */
void saw_tell_membership(struct saw_net *sn, struct sawtooth_membership_record *m);

/* A link has another querier. */
void saw_tell_querier(struct saw_net *sn, struct sawtooth_querier_record *q);

#endif /* _SAW_TELL_H */
