/* SPDX-License-Identifier: GPL-2.0 */
/* How long the kernel's TCP waits in a namespace: its sysctls, and what is built in. */
#ifndef _SAW_TIMERS_H
#define _SAW_TIMERS_H

struct net;
struct saw_tcp_timers;

/* Any context. A change of a sysctl counts from the next call. */
void saw_timers_read(const struct net *net, struct saw_tcp_timers *timers);

#endif /* _SAW_TIMERS_H */
