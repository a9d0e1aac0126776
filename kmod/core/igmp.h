/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IGMP: version 1 (RFC 1112), 2 (RFC 2236), 3 (RFC 9776).
 */
#ifndef _SAW_CORE_IGMP_H
#define _SAW_CORE_IGMP_H

#include "report.h"

/*
 * Read the IPv4 packet of @len bytes at @packet and tell @sink what its IGMP message
 * says. Bytes behind the packet's own length are not its own. Returns the number of
 * calls, 0 for another protocol, a fragment or a message of another type, or -1 for a
 * message that is truncated, has a wrong checksum, comes from no host or names an
 * address that cannot be; nobody is told then.
 */
int saw_igmp_packet(const u8 *packet, size_t len, const struct saw_sink *sink);

#endif /* _SAW_CORE_IGMP_H */
