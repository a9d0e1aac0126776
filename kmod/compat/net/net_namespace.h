/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Before 6.6 the size of a sysctl table was told by a sentinel; the tables here
 * are allocated with a zeroed entry more, which serves as one.
 */
#ifndef _SAW_COMPAT_NET_NET_NAMESPACE_H
#define _SAW_COMPAT_NET_NET_NAMESPACE_H

#include_next <net/net_namespace.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define register_net_sysctl_sz(net, path, table, size) register_net_sysctl(net, path, table)
#endif

#endif /* _SAW_COMPAT_NET_NET_NAMESPACE_H */
