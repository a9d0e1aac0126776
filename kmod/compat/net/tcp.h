/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cong_control() got the acknowledgment number and the flags in 6.10; sawtooth
 * uses neither, so before that an adapter passes zeros. SAW_CONG_CONTROL(fn)
 * names what to put into the operations.
 *
 * tcp_syn_linear_timeouts came with 6.5.
 */
#ifndef _SAW_COMPAT_NET_TCP_H
#define _SAW_COMPAT_NET_TCP_H

#include_next <net/tcp.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define SAW_DEFINE_CONG_CONTROL(fn)						\
	static void fn##_adapter(struct sock *sk, const struct rate_sample *rs)	\
	{									\
		fn(sk, 0, 0, rs);						\
	}
#define SAW_CONG_CONTROL(fn) fn##_adapter
#else
#define SAW_DEFINE_CONG_CONTROL(fn)
#define SAW_CONG_CONTROL(fn) fn
#endif

static inline unsigned int saw_syn_linear_timeouts(const struct netns_ipv4 *ipv4)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	return 0;
#else
	return READ_ONCE(ipv4->sysctl_tcp_syn_linear_timeouts);
#endif
}

#endif /* _SAW_COMPAT_NET_TCP_H */
