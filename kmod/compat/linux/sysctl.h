/* SPDX-License-Identifier: GPL-2.0 */
/* Handlers get a table that they must not change from 6.11 on. */
#ifndef _SAW_COMPAT_LINUX_SYSCTL_H
#define _SAW_COMPAT_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#define SAW_CTL_TABLE struct ctl_table
#else
#define SAW_CTL_TABLE const struct ctl_table
#endif

#endif /* _SAW_COMPAT_LINUX_SYSCTL_H */
