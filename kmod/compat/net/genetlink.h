/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Before 6.2 there were no split operations: a table whose entries are each a
 * do or a dump is, field by field, a table of full operations. Before 6.7 a dump
 * had no genl_info; its attributes hang on a structure of its own.
 */
#ifndef _SAW_COMPAT_NET_GENETLINK_H
#define _SAW_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define genl_split_ops genl_ops
#define split_ops ops
#define n_split_ops n_ops
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#define genl_info_dump(cb) genl_dumpit_info(cb)
#endif

#endif /* _SAW_COMPAT_NET_GENETLINK_H */
