/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MLD: version 1 (RFC 2710), 2 (RFC 9777).
 */
#ifndef _SAW_CORE_MLD_H
#define _SAW_CORE_MLD_H

#include "report.h"

/*
 * Read the IPv6 packet of @len bytes at @packet and tell @sink what its MLD message
 * says. The hop-by-hop options are walked: one of them must be the router alert of
 * MLD, the hop limit must be 1 and the source link-local, or unspecified for a report
 * (RFC 9777 sections 5.1.14 and 5.2.13). Returns as saw_igmp_packet() does, and 0 for a
 * packet that does not begin with hop-by-hop options and a message of ICMPv6.
 */
int saw_mld_packet(const u8 *packet, size_t len, const struct saw_sink *sink);

#endif /* _SAW_CORE_MLD_H */
