/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MLD membership messages: version 1 (RFC 2710), 2 (RFC 9777).
 */
#ifndef _SAW_CORE_MLD_H
#define _SAW_CORE_MLD_H

#include "report.h"

/*
 * Walk the ICMPv6 message of @len bytes at @data, sent from @saddr to @daddr
 * (16 bytes each, for the checksum), and call @fn for each membership that it
 * states. Returns as saw_igmp_parse() does.
 */
int saw_mld_parse(const u8 *data, size_t len, const u8 *saddr, const u8 *daddr,
		  saw_report_fn fn, void *arg);

#endif /* _SAW_CORE_MLD_H */
