// SPDX-License-Identifier: GPL-2.0
#include <net/netlink.h>

#include "conn.h"
#include "filter.h"
#include "nl.h"
#include "sock.h"

static bool saw_prefix_holds(const struct saw_prefix *prefix, const void *addr)
{
	u64 high = get_unaligned((const u64 *)addr);
	u64 low = get_unaligned((const u64 *)addr + 1);

	return !(((high ^ prefix->addr[0]) & prefix->mask[0]) |
		 ((low ^ prefix->addr[1]) & prefix->mask[1]));
}

static bool saw_filter_asks(const struct saw_filter *filter, unsigned int attr)
{
	return filter->has & BIT(attr);
}

/* One end has both the address and the port. */
static bool saw_filter_end(const struct saw_filter *filter, const struct saw_place *place,
			   const void *addr, u16 port)
{
	return (!saw_filter_asks(filter, SAWTOOTH_A_FILTER_ADDR) ||
		saw_prefix_holds(&filter->addr, addr)) &&
	       (!saw_filter_asks(filter, SAWTOOTH_A_FILTER_PORT) ||
		(place->ports && port == filter->port));
}

/* What costs most is asked last: sockets are looked up. */
static bool saw_filter_owner(const struct saw_filter *filter, const struct saw_place *place)
{
	struct saw_sock_owner owner;
	unsigned int role;

	for (role = 0; place->conn && role < 2; role++)
		if (place->local & BIT(role) && saw_sock_owner(place->conn, role, &owner) &&
		    owner.known &&
		    (!saw_filter_asks(filter, SAWTOOTH_A_FILTER_UID) ||
		     uid_eq(owner.uid, filter->uid)) &&
		    (!saw_filter_asks(filter, SAWTOOTH_A_FILTER_CGROUP) ||
		     owner.cgroup == filter->cgroup))
			return true;
	return false;
}

static bool saw_filter_either(const struct saw_filter *filter, const struct saw_place *place)
{
	return saw_filter_end(filter, place, place->saddr, place->sport) ||
	       saw_filter_end(filter, place, place->daddr, place->dport);
}

bool saw_filter_pass(const struct saw_filter *filter, const struct saw_place *place, u32 states)
{
	u32 has = filter->has;

	if ((has & BIT(SAWTOOTH_A_FILTER_STATES) && !(states & filter->states)) ||
	    (has & BIT(SAWTOOTH_A_FILTER_SPORT) &&
	     (place->sport != filter->sport || !place->ports)) ||
	    (has & BIT(SAWTOOTH_A_FILTER_DPORT) &&
	     (place->dport != filter->dport || !place->ports)) ||
	    (has & BIT(SAWTOOTH_A_FILTER_IFINDEX) && place->ifindex != filter->ifindex) ||
	    (has & BIT(SAWTOOTH_A_FILTER_FAMILY) && place->family != filter->family) ||
	    (has & BIT(SAWTOOTH_A_FILTER_ROLE) && !(place->local & BIT(filter->role))) ||
	    (has & BIT(SAWTOOTH_A_FILTER_SOURCE) &&
	     (!place->source || !saw_prefix_holds(&filter->source, place->source))) ||
	    (has & BIT(SAWTOOTH_A_FILTER_SADDR) &&
	     !saw_prefix_holds(&filter->saddr, place->saddr)) ||
	    (has & BIT(SAWTOOTH_A_FILTER_DADDR) &&
	     !saw_prefix_holds(&filter->daddr, place->daddr)))
		return false;
	if (has & (BIT(SAWTOOTH_A_FILTER_ADDR) | BIT(SAWTOOTH_A_FILTER_PORT)) &&
	    !saw_filter_either(filter, place))
		return false;
	return !(has & (BIT(SAWTOOTH_A_FILTER_UID) | BIT(SAWTOOTH_A_FILTER_CGROUP))) ||
	       saw_filter_owner(filter, place);
}

void saw_filter_place(struct saw_place *place, const struct saw_conn *conn)
{
	const struct saw_ep *ep = conn->tcp.ep;

	place->saddr = saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR);
	place->daddr = saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER);
	place->source = NULL;
	place->sport = saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR);
	place->dport = saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER);
	place->ifindex = conn->ifindex;
	place->family = conn->key.family;
	place->local = (ep[SAWTOOTH_ROLE_INITIATOR].bits & SAW_EP_LOCAL ?
			BIT(SAWTOOTH_ROLE_INITIATOR) : 0) |
		       (ep[SAWTOOTH_ROLE_RESPONDER].bits & SAW_EP_LOCAL ?
			BIT(SAWTOOTH_ROLE_RESPONDER) : 0);
	place->ports = true;
	place->conn = conn;
}

bool saw_filter_conn(const struct saw_filter *filter, const struct saw_conn *conn)
{
	struct saw_place place;

	if (!filter->has)
		return true;
	saw_filter_place(&place, conn);
	return saw_filter_pass(filter, &place,
			       BIT(conn->tcp.ep[0].state) | BIT(conn->tcp.ep[1].state));
}

/* The first @bits bits, of bytes in the order of the network. */
static void saw_prefix_mask(struct saw_prefix *prefix, unsigned int bits)
{
	u8 *mask = (u8 *)prefix->mask;

	memset(mask, 0, sizeof(prefix->mask));
	memset(mask, 0xff, bits / 8);
	if (bits % 8)
		mask[bits / 8] = 0xff00 >> bits % 8;
}

/* An address needs the family, its length, and a prefix length that fits it. */
static int saw_filter_addr(struct saw_prefix *prefix, struct nlattr *const *attrs,
			   int addr_type, int bits_type, struct netlink_ext_ack *extack)
{
	const struct nlattr *family = attrs[SAWTOOTH_A_FILTER_FAMILY];
	const struct nlattr *addr = attrs[addr_type];
	const struct nlattr *bits = attrs[bits_type];

	if (!addr && bits) {
		NL_SET_ERR_MSG_ATTR(extack, bits, "a prefix length needs its address");
		return -EINVAL;
	}
	if (!addr)
		return 0;
	if (!family) {
		NL_SET_ERR_MSG_ATTR(extack, addr, "an address needs the family");
		return -EINVAL;
	}
	if (nla_len(addr) != saw_nl_addr_len(nla_get_u8(family))) {
		NL_SET_ERR_MSG_ATTR(extack, addr, "address length does not fit the family");
		return -EINVAL;
	}
	if (bits && nla_get_u8(bits) > nla_len(addr) * 8) {
		NL_SET_ERR_MSG_ATTR(extack, bits, "prefix length exceeds the address");
		return -ERANGE;
	}
	memcpy(prefix->addr, nla_data(addr), nla_len(addr));
	saw_prefix_mask(prefix, bits ? nla_get_u8(bits) : nla_len(addr) * 8);
	return 0;
}

static int saw_filter_addrs(struct saw_filter *filter, struct nlattr *const *attrs,
			    struct netlink_ext_ack *extack)
{
	const struct nlattr *family = attrs[SAWTOOTH_A_FILTER_FAMILY];

	if (family) {
		filter->family = nla_get_u8(family);
		if (filter->family != AF_INET && filter->family != AF_INET6) {
			NL_SET_ERR_MSG_ATTR(extack, family,
					    "family is neither AF_INET nor AF_INET6");
			return -EAFNOSUPPORT;
		}
	}
	return saw_filter_addr(&filter->saddr, attrs, SAWTOOTH_A_FILTER_SADDR,
			       SAWTOOTH_A_FILTER_SADDR_LEN, extack) ?:
	       saw_filter_addr(&filter->daddr, attrs, SAWTOOTH_A_FILTER_DADDR,
			       SAWTOOTH_A_FILTER_DADDR_LEN, extack) ?:
	       saw_filter_addr(&filter->source, attrs, SAWTOOTH_A_FILTER_SOURCE,
			       SAWTOOTH_A_FILTER_SOURCE_LEN, extack) ?:
	       saw_filter_addr(&filter->addr, attrs, SAWTOOTH_A_FILTER_ADDR,
			       SAWTOOTH_A_FILTER_ADDR_LEN, extack);
}

static u16 saw_filter_port(const struct nlattr *attr)
{
	return attr ? nla_get_u16(attr) : 0;
}

static u32 saw_filter_number(const struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

/* Of the user namespace of who asks. */
static int saw_filter_user(struct saw_filter *filter, struct nlattr *const *attrs,
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *uid = attrs[SAWTOOTH_A_FILTER_UID];
	const struct nlattr *cgroup = attrs[SAWTOOTH_A_FILTER_CGROUP];

	filter->cgroup = cgroup ? nla_get_u64(cgroup) : 0;
	if (!uid)
		return 0;
	filter->uid = make_kuid(current_user_ns(), nla_get_u32(uid));
	if (uid_valid(filter->uid))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, uid, "no such user in this user namespace");
	return -EINVAL;
}

int saw_filter_parse(struct saw_filter *filter, const struct nlattr *nest,
		     struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[SAWTOOTH_A_FILTER_MAX + 1];
	unsigned int i;
	int err;

	memset(filter, 0, sizeof(*filter));
	if (!nest)
		return 0;
	err = nla_parse_nested(attrs, SAWTOOTH_A_FILTER_MAX, nest, sawtooth_filter_nl_policy,
			       extack);
	if (err)
		return err;
	for (i = 1; i <= SAWTOOTH_A_FILTER_MAX; i++)
		filter->has |= attrs[i] ? BIT(i) : 0;
	filter->states = saw_filter_number(attrs[SAWTOOTH_A_FILTER_STATES]);
	filter->ifindex = saw_filter_number(attrs[SAWTOOTH_A_FILTER_IFINDEX]);
	filter->role = saw_filter_number(attrs[SAWTOOTH_A_FILTER_ROLE]);
	filter->sport = saw_filter_port(attrs[SAWTOOTH_A_FILTER_SPORT]);
	filter->dport = saw_filter_port(attrs[SAWTOOTH_A_FILTER_DPORT]);
	filter->port = saw_filter_port(attrs[SAWTOOTH_A_FILTER_PORT]);
	return saw_filter_user(filter, attrs, extack) ?: saw_filter_addrs(filter, attrs, extack);
}
