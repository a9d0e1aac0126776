// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/inet.h>
#include <linux/module.h>
#include <linux/socket.h>
#include <net/ipv6.h>

#include "generated/names.h"
#include "log.h"

#define LOG_INTERVAL (5 * HZ)
#define LOG_BURST 1000

static bool log;
module_param(log, bool, 0644);
MODULE_PARM_DESC(log, "log transitions and joins of new network namespaces to the kernel log");

int saw_log_init(struct saw_net *sn)
{
	sn->log = log;
	ratelimit_state_init(&sn->log_limit, LOG_INTERVAL, LOG_BURST);
	/* What is suppressed is a counter of ours, not a line of its own. */
	ratelimit_set_flags(&sn->log_limit, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

static bool saw_log_allowed(struct saw_net *sn)
{
	if (__ratelimit(&sn->log_limit))
		return true;
	saw_stats_inc(sn, SAWTOOTH_STAT_LOG_SUPPRESSED);
	return false;
}

/* An address and port as %pISpc prints them: 192.0.2.1:80, [2001:db8::1]:80. */
static void saw_log_addr(struct sockaddr_in6 *sa, u8 family, const u8 *addr, u16 port)
{
	struct sockaddr_in *in = (struct sockaddr_in *)sa;

	memset(sa, 0, sizeof(*sa));
	sa->sin6_family = family;
	sa->sin6_port = htons(port);
	if (family == AF_INET)
		memcpy(&in->sin_addr, addr, sizeof(in->sin_addr));
	else
		memcpy(&sa->sin6_addr, addr, sizeof(sa->sin6_addr));
}

void saw_log_transition(struct saw_net *sn, const struct sawtooth_transition *t)
{
	struct sockaddr_in6 s, d;

	if (!saw_log_allowed(sn))
		return;
	saw_log_addr(&s, t->family, t->saddr, t->sport);
	saw_log_addr(&d, t->family, t->daddr, t->dport);
	pr_info("tcp conn=%llu %pISpc > %pISpc %s %s -> %s cause=%s confidence=%s elapsed_us=%llu\n",
		t->conn, &s, &d, sawtooth_role_names[t->role],
		sawtooth_tcp_state_names[t->from], sawtooth_tcp_state_names[t->to],
		sawtooth_cause_names[t->cause], sawtooth_confidence_names[t->confidence],
		div_u64(t->elapsed, NSEC_PER_USEC));
}

void saw_log_membership(struct saw_net *sn, const struct sawtooth_membership_record *m)
{
	struct sockaddr_in6 group, host;

	if (!saw_log_allowed(sn))
		return;
	saw_log_addr(&group, m->family, m->group, 0);
	saw_log_addr(&host, m->family, m->host, 0);
	pr_info("group %s dev=%u group=%pISc host=%pISc protocol=%s sources=%u\n",
		sawtooth_membership_change_names[m->change], m->ifindex, &group, &host,
		sawtooth_membership_protocol_names[m->protocol], m->sources);
}
