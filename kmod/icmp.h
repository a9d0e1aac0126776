/* SPDX-License-Identifier: GPL-2.0 */
/* What ICMP and ICMPv6 say of segments that this host has sent. */
#ifndef _SAW_ICMP_H
#define _SAW_ICMP_H

struct saw_net;
struct sk_buff;

/*
 * @skb carries an ICMP message at @offset, of AF_INET or AF_INET6. Anything that is not
 * an error about a segment of TCP is passed over, and so is one that is damaged.
 */
void saw_icmp_hear(struct saw_net *sn, struct sk_buff *skb, unsigned int offset, u8 family);

#endif /* _SAW_ICMP_H */
