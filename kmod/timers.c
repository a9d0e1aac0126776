// SPDX-License-Identifier: GPL-2.0
#include <net/tcp.h>

#include "core/tcp_conn.h"
#include "timers.h"

/* ESTABLISHED without a segment: what a host forgets at the latest. */
#define TIMERS_IDLE (5ULL * 24 * 3600 * NSEC_PER_SEC)

/* Retries of an end that nobody uses any more; Linux takes 0 for 8. */
static unsigned int saw_timers_orphan_retries(const struct netns_ipv4 *ipv4)
{
	return READ_ONCE(ipv4->sysctl_tcp_orphan_retries) ?: 8;
}

void saw_timers_read(const struct net *net, struct saw_tcp_timers *timers)
{
	const struct netns_ipv4 *ipv4 = &net->ipv4;

	timers->syn = saw_tcp_syn_retry_time(READ_ONCE(ipv4->sysctl_tcp_syn_retries),
					     saw_syn_linear_timeouts(ipv4));
	timers->syn_ack = saw_tcp_syn_retry_time(READ_ONCE(ipv4->sysctl_tcp_synack_retries), 0);
	timers->fin_wait_2 = jiffies64_to_nsecs(READ_ONCE(ipv4->sysctl_tcp_fin_timeout));
	/* An end that is still used retries for longer, with up to two minutes in between. */
	timers->orphan = max(saw_tcp_data_retry_time(saw_timers_orphan_retries(ipv4)),
			     125 * NSEC_PER_SEC);
	timers->retransmit = saw_tcp_data_retry_time(READ_ONCE(ipv4->sysctl_tcp_retries2));
	timers->time_wait = jiffies64_to_nsecs(TCP_TIMEWAIT_LEN);
	timers->idle = TIMERS_IDLE;
}
