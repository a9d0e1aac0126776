/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IGMP membership messages: version 1 (RFC 1112), 2 (RFC 2236), 3 (RFC 9776).
 */
#ifndef _SAW_CORE_IGMP_H
#define _SAW_CORE_IGMP_H

#include "report.h"

/*
 * Walk the IGMP message of @len bytes at @data and call @fn for each membership
 * that it states. Returns the number of calls, 0 for a query or a message of
 * another type, or -1 for a message that is truncated, has a wrong checksum or
 * names an address that is not multicast; @fn is not called then.
 */
int saw_igmp_parse(const u8 *data, size_t len, saw_report_fn fn, void *arg);

#endif /* _SAW_CORE_IGMP_H */
