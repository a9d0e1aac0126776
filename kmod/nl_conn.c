// SPDX-License-Identifier: GPL-2.0
#include <net/ipv6.h>

#include "cong.h"
#include "conn.h"
#include "nl.h"

/**
 * struct saw_nl_filter - what a connection must have to be dumped
 * @attrs: the filter's attributes; absent ones are not asked for
 */
struct saw_nl_filter {
	struct nlattr *attrs[SAWTOOTH_A_FILTER_MAX + 1];
};

static bool saw_nl_prefix_holds(const struct nlattr *prefix, const struct nlattr *bits,
				const union nf_inet_addr *addr)
{
	struct in6_addr a = {};

	if (!prefix)
		return true;
	memcpy(&a, nla_data(prefix), nla_len(prefix));
	return ipv6_prefix_equal(&a, &addr->in6, bits ? nla_get_u8(bits) : nla_len(prefix) * 8);
}

static bool saw_nl_port_is(const struct nlattr *attr, u16 port)
{
	return !attr || nla_get_u16(attr) == port;
}

static bool saw_nl_filter_states(const struct nlattr *attr, const struct saw_tcp_conn *tcp)
{
	u32 states = BIT(tcp->ep[0].state) | BIT(tcp->ep[1].state);

	return !attr || (nla_get_u32(attr) & states);
}

static bool saw_nl_filter_pass(const struct saw_nl_filter *filter, const struct saw_conn *conn)
{
	struct nlattr *const *a = filter->attrs;

	return (!a[SAWTOOTH_A_FILTER_FAMILY] ||
		nla_get_u8(a[SAWTOOTH_A_FILTER_FAMILY]) == conn->key.family) &&
	       saw_nl_filter_states(a[SAWTOOTH_A_FILTER_STATES], &conn->tcp) &&
	       saw_nl_port_is(a[SAWTOOTH_A_FILTER_SPORT],
			      saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR)) &&
	       saw_nl_port_is(a[SAWTOOTH_A_FILTER_DPORT],
			      saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER)) &&
	       saw_nl_prefix_holds(a[SAWTOOTH_A_FILTER_SADDR], a[SAWTOOTH_A_FILTER_SADDR_LEN],
				   saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR)) &&
	       saw_nl_prefix_holds(a[SAWTOOTH_A_FILTER_DADDR], a[SAWTOOTH_A_FILTER_DADDR_LEN],
				   saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER)) &&
	       (!a[SAWTOOTH_A_FILTER_IFINDEX] ||
		nla_get_u32(a[SAWTOOTH_A_FILTER_IFINDEX]) == conn->ifindex);
}

/* An address needs the family, its length, and a prefix length that fits it. */
static int saw_nl_filter_addr(const struct saw_nl_filter *filter, int addr_type, int bits_type,
			      struct netlink_ext_ack *extack)
{
	const struct nlattr *family = filter->attrs[SAWTOOTH_A_FILTER_FAMILY];
	const struct nlattr *addr = filter->attrs[addr_type];
	const struct nlattr *bits = filter->attrs[bits_type];

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
	return 0;
}

static int saw_nl_filter_parse(struct saw_nl_filter *filter, const struct nlattr *nest,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *family;
	int err;

	memset(filter, 0, sizeof(*filter));
	if (!nest)
		return 0;
	err = nla_parse_nested(filter->attrs, SAWTOOTH_A_FILTER_IFINDEX, nest,
			       sawtooth_filter_nl_policy, extack);
	if (err)
		return err;
	family = filter->attrs[SAWTOOTH_A_FILTER_FAMILY];
	if (family && nla_get_u8(family) != AF_INET && nla_get_u8(family) != AF_INET6) {
		NL_SET_ERR_MSG_ATTR(extack, family, "family is neither AF_INET nor AF_INET6");
		return -EAFNOSUPPORT;
	}
	return saw_nl_filter_addr(filter, SAWTOOTH_A_FILTER_SADDR, SAWTOOTH_A_FILTER_SADDR_LEN,
				  extack) ?:
	       saw_nl_filter_addr(filter, SAWTOOTH_A_FILTER_DADDR, SAWTOOTH_A_FILTER_DADDR_LEN,
				  extack);
}

static int saw_nl_endpoint_put(struct sk_buff *skb, int type, const struct saw_conn *conn,
			       enum sawtooth_role role, u64 now)
{
	const struct saw_ep *ep = &conn->tcp.ep[role];
	u64 entered = conn->tcp.entered[role];
	struct nlattr *nest = nla_nest_start(skb, type);

	if (!nest ||
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_STATE, ep->state) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_ENDPOINT_ELAPSED, entered ? now - entered : 0,
			      SAWTOOTH_A_ENDPOINT_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_LOCAL, !!(ep->bits & SAW_EP_LOCAL)) ||
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_SND_NXT, ep->snd_nxt) ||
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_RCV_NXT, ep->rcv_nxt) ||
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_CONFIDENCE, ep->confidence))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int saw_nl_steer_attrs(struct sk_buff *skb, const struct saw_steer *steer,
			      enum sawtooth_role role)
{
	struct saw_cong_view view;

	saw_cong_view(steer->sk, &view);
	if (nla_put_u32(skb, SAWTOOTH_A_STEER_ROLE, role) ||
	    nla_put_string(skb, SAWTOOTH_A_STEER_PROFILE, steer->profile->name) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_PHASE, view.phase) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_CWND, view.cwnd) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_SSTHRESH, view.ssthresh) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_IN_FLIGHT, view.in_flight) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_MSS, view.mss) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_SRTT, view.srtt) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_MIN_RTT, view.min_rtt) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_RETRANSMITS, view.retransmits) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_STEER_ACKED, view.acked, SAWTOOTH_A_STEER_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_DECISIONS, READ_ONCE(steer->decisions)))
		return -EMSGSIZE;
	return 0;
}

/* Under rcu_read_lock(), which keeps the memory of the socket; see steer.h. */
static int saw_nl_steer_put(struct sk_buff *skb, const struct saw_conn *conn,
			    enum sawtooth_role role)
{
	struct saw_steer *steer = saw_steer_find(conn->sn, conn, role);
	struct nlattr *nest;

	if (!steer)
		return 0;
	nest = nla_nest_start(skb, SAWTOOTH_A_CONN_STEER);
	if (!nest || saw_nl_steer_attrs(skb, steer, role))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int saw_nl_conn_history(struct sk_buff *skb, const struct saw_tcp_conn *tcp, u64 now)
{
	if (nla_put_u64_64bit(skb, SAWTOOTH_A_CONN_AGE, now - tcp->start, SAWTOOTH_A_CONN_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_TRANSITIONS, tcp->transitions) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_OUTCOME, tcp->outcome) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_TEARDOWN, tcp->teardown) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_SYN_RETRANSMITS, tcp->syn_retransmits) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_SYN_ACK_RETRANSMITS, tcp->syn_ack_retransmits) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_CONN_SYN_LEG, tcp->syn_leg, SAWTOOTH_A_CONN_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_CONN_ACK_LEG, tcp->ack_leg, SAWTOOTH_A_CONN_PAD))
		return -EMSGSIZE;
	if (tcp->teardown && nla_put_u32(skb, SAWTOOTH_A_CONN_CLOSER, tcp->closer))
		return -EMSGSIZE;
	return 0;
}

/* Under conn->lock and rcu_read_lock(). */
static int saw_nl_conn_put(struct sk_buff *skb, const struct saw_conn *conn)
{
	unsigned int len = saw_nl_addr_len(conn->key.family);
	u64 now = ktime_get_ns();

	if (nla_put_u64_64bit(skb, SAWTOOTH_A_CONN_ID, conn->id, SAWTOOTH_A_CONN_PAD) ||
	    nla_put_u8(skb, SAWTOOTH_A_CONN_FAMILY, conn->key.family) ||
	    nla_put(skb, SAWTOOTH_A_CONN_SADDR, len,
		    saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR)) ||
	    nla_put(skb, SAWTOOTH_A_CONN_DADDR, len,
		    saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER)) ||
	    nla_put_u16(skb, SAWTOOTH_A_CONN_SPORT,
			saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR)) ||
	    nla_put_u16(skb, SAWTOOTH_A_CONN_DPORT,
			saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER)) ||
	    nla_put_u32(skb, SAWTOOTH_A_CONN_IFINDEX, conn->ifindex))
		return -EMSGSIZE;
	return saw_nl_endpoint_put(skb, SAWTOOTH_A_CONN_INITIATOR, conn,
				   SAWTOOTH_ROLE_INITIATOR, now) ?:
	       saw_nl_endpoint_put(skb, SAWTOOTH_A_CONN_RESPONDER, conn,
				   SAWTOOTH_ROLE_RESPONDER, now) ?:
	       saw_nl_conn_history(skb, &conn->tcp, now) ?:
	       saw_nl_steer_put(skb, conn, SAWTOOTH_ROLE_INITIATOR) ?:
	       saw_nl_steer_put(skb, conn, SAWTOOTH_ROLE_RESPONDER);
}

int sawtooth_nl_conn_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_nl_reply reply;
	struct saw_conn *conn;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_CONN_ID))
		return -EINVAL;
	err = saw_nl_reply_begin(&reply, info);
	if (err)
		return err;
	rcu_read_lock();
	conn = saw_conn_by_id(saw_net(genl_info_net(info)),
			      nla_get_u64(info->attrs[SAWTOOTH_A_CONN_ID]));
	if (conn) {
		spin_lock_bh(&conn->lock);
		err = saw_nl_conn_put(reply.skb, conn);
		spin_unlock_bh(&conn->lock);
	} else {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_CONN_ID],
				    "no connection has this id");
		err = -ENOENT;
	}
	rcu_read_unlock();
	return saw_nl_reply_end(&reply, info, err);
}

/* One message a connection; -EMSGSIZE when @skb is full. */
static int saw_nl_conn_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
				struct saw_conn *conn, const struct saw_nl_filter *filter)
{
	void *head;
	int err = 0;

	spin_lock_bh(&conn->lock);
	if (conn->dead || !saw_nl_filter_pass(filter, conn))
		goto unlock;
	head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_CONN_DUMP);
	err = head ? saw_nl_conn_put(skb, conn) : -EMSGSIZE;
	if (!err)
		genlmsg_end(skb, head);
	else if (head)
		genlmsg_cancel(skb, head);
unlock:
	spin_unlock_bh(&conn->lock);
	return err;
}

int sawtooth_nl_conn_dump_start(struct netlink_callback *cb)
{
	return saw_nl_walk_start(cb, &saw_net(sock_net(cb->skb->sk))->conns);
}

int sawtooth_nl_conn_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rhashtable_iter *iter = saw_nl_walk(cb);
	struct saw_nl_filter filter;
	struct saw_conn *conn;
	int err;

	err = saw_nl_filter_parse(&filter, genl_info_dump(cb)->attrs[SAWTOOTH_A_CONN_FILTER],
				  cb->extack);
	if (err)
		return err;
	rhashtable_walk_start(iter);
	/* What did not fit into the last message comes first. */
	for (conn = rhashtable_walk_peek(iter); conn; conn = rhashtable_walk_next(iter)) {
		if (IS_ERR(conn))
			continue;
		if (saw_nl_conn_dump_one(skb, cb, conn, &filter))
			break;
	}
	rhashtable_walk_stop(iter);
	return skb->len;
}
