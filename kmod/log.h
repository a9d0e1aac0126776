/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel log, for those who only have dmesg. Off by default; the module
 * parameter "log" is the default of new namespaces, net.sawtooth.log the switch of
 * one. At most 1000 lines in 5 seconds for a namespace; the rest is counted.
 *
 * sawtooth: tcp conn=ID SADDR:PORT > DADDR:PORT ROLE FROM -> TO cause=C confidence=C elapsed_us=N
 * sawtooth: group join|leave dev=IFINDEX group=ADDR host=ADDR protocol=P sources=N
 */
#ifndef _SAW_LOG_H
#define _SAW_LOG_H

#include "netns.h"

int saw_log_init(struct saw_net *sn);

void saw_log_transition(struct saw_net *sn, const struct sawtooth_transition *t);
void saw_log_membership(struct saw_net *sn, const struct sawtooth_membership_record *m);

static inline bool saw_log_wanted(const struct saw_net *sn)
{
	return unlikely(READ_ONCE(sn->log));
}

#endif /* _SAW_LOG_H */
