// SPDX-License-Identifier: GPL-2.0
/*
 * An error quotes the packet that it is about, of TCP at least the ports and the
 * sequence number (RFC 792, RFC 4443 section 2.4). Which errors end an attempt to connect
 * is Linux's choice: see tcp_v4_err() and tcp_v6_err().
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/netfilter.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "conn.h"
#include "icmp.h"

#define ICMP_HEADER 8	/* bytes, of both versions */

/* What of a TCP header is quoted at least. */
struct saw_icmp_quote {
	__be16 source;
	__be16 dest;
	__be32 seq;
};

/* False if it ends nothing. */
static bool saw_icmp_judge4(u8 type, u8 code, struct saw_icmp *icmp)
{
	icmp->prohibited = false;
	icmp->fatal = true;
	switch (type) {
	case ICMP_PARAMETERPROB:
	case ICMP_TIME_EXCEEDED:
		return true;
	case ICMP_DEST_UNREACH:
		icmp->fatal = code == ICMP_NET_UNREACH || code == ICMP_HOST_UNREACH;
		icmp->prohibited = code == ICMP_NET_ANO || code == ICMP_HOST_ANO ||
				   code == ICMP_PKT_FILTERED;
		return code != ICMP_FRAG_NEEDED && code <= NR_ICMP_UNREACH;
	default:
		return false;
	}
}

static bool saw_icmp_judge6(u8 type, u8 code, struct saw_icmp *icmp)
{
	icmp->prohibited = false;
	icmp->fatal = type == ICMPV6_PARAMPROB;
	switch (type) {
	case ICMPV6_PARAMPROB:
	case ICMPV6_TIME_EXCEED:
		return true;
	case ICMPV6_DEST_UNREACH:
		icmp->prohibited = code == ICMPV6_ADM_PROHIBITED || code == ICMPV6_POLICY_FAIL ||
				   code == ICMPV6_REJECT_ROUTE;
		icmp->fatal = icmp->prohibited || code == ICMPV6_PORT_UNREACH;
		return code <= ICMPV6_REJECT_ROUTE;
	default:
		return false;
	}
}

/* The packet that is quoted at @offset: its addresses, and where its TCP header begins. */
static bool saw_icmp_quoted4(const struct sk_buff *skb, unsigned int *offset,
			     const void **saddr, const void **daddr, struct iphdr *buf)
{
	const struct iphdr *iph = skb_header_pointer(skb, *offset, sizeof(*buf), buf);

	if (!iph || iph->version != 4 || iph->protocol != IPPROTO_TCP || ip_is_fragment(iph))
		return false;
	*saddr = &iph->saddr;
	*daddr = &iph->daddr;
	*offset += iph->ihl * 4;
	return true;
}

static bool saw_icmp_quoted6(const struct sk_buff *skb, unsigned int *offset,
			     const void **saddr, const void **daddr, struct ipv6hdr *buf)
{
	const struct ipv6hdr *iph = skb_header_pointer(skb, *offset, sizeof(*buf), buf);
	u8 protocol;
	__be16 frag;
	int inner;

	if (!iph || iph->version != 6)
		return false;
	protocol = iph->nexthdr;
	inner = ipv6_skip_exthdr(skb, *offset + sizeof(*iph), &protocol, &frag);
	if (inner < 0 || frag || protocol != IPPROTO_TCP)
		return false;
	*saddr = &iph->saddr;
	*daddr = &iph->daddr;
	*offset = inner;
	return true;
}

void saw_icmp_hear(struct saw_net *sn, struct sk_buff *skb, unsigned int offset, u8 family)
{
	bool v4 = family == AF_INET;
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
	} outer;
	const struct saw_icmp_quote *quote;
	struct saw_icmp_quote quote_buf;
	const void *saddr, *daddr;
	struct saw_conn_ends ends;
	struct saw_icmp icmp;
	const u8 *head;
	u8 head_buf[2];
	u8 sender;

	head = skb_header_pointer(skb, offset, sizeof(head_buf), head_buf);
	if (!head || !(v4 ? saw_icmp_judge4(head[0], head[1], &icmp) :
			    saw_icmp_judge6(head[0], head[1], &icmp)))
		return;
	if (nf_checksum(skb, NF_INET_LOCAL_IN, offset, v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6, family))
		return;
	offset += ICMP_HEADER;
	if (!(v4 ? saw_icmp_quoted4(skb, &offset, &saddr, &daddr, &outer.v4) :
		   saw_icmp_quoted6(skb, &offset, &saddr, &daddr, &outer.v6)))
		return;
	quote = skb_header_pointer(skb, offset, sizeof(quote_buf), &quote_buf);
	if (!quote)
		return;
	icmp.seq = ntohl(quote->seq);
	sender = saw_conn_ends_init(&ends, family, saddr, quote->source, daddr, quote->dest);
	saw_conn_icmp(sn, &ends, sender, &icmp);
}
