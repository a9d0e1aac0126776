// SPDX-License-Identifier: GPL-2.0
#include <net/tcp.h>

#include "conn.h"
#include "decision.h"
#include "filter.h"
#include "nl.h"
#include "sock.h"
#include "table.h"

static int saw_nl_owner_put(struct sk_buff *skb, const struct saw_conn *conn,
			    enum sawtooth_role role)
{
	struct saw_sock_owner owner;

	if (!saw_sock_owner(conn, role, &owner))
		return 0;
	if (nla_put_u64_64bit(skb, SAWTOOTH_A_ENDPOINT_COOKIE, owner.cookie,
			      SAWTOOTH_A_ENDPOINT_PAD))
		return -EMSGSIZE;
	if (!owner.known)
		return 0;
	if (nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_UID,
			from_kuid_munged(current_user_ns(), owner.uid)) ||
	    (owner.cgroup && nla_put_u64_64bit(skb, SAWTOOTH_A_ENDPOINT_CGROUP, owner.cgroup,
					       SAWTOOTH_A_ENDPOINT_PAD)))
		return -EMSGSIZE;
	return 0;
}

/* What reached an end is known of a local one only, as is what it sent again. */
static int saw_nl_count_local(struct sk_buff *skb, const struct saw_tcp_count *sent,
			      const struct saw_tcp_count *received, u64 now)
{
	if (nla_put_u32(skb, SAWTOOTH_A_COUNT_RETRANSMITS, sent->retransmits) ||
	    nla_put_u32(skb, SAWTOOTH_A_COUNT_DUPLICATES, received->duplicates) ||
	    nla_put_u32(skb, SAWTOOTH_A_COUNT_OUT_OF_ORDER, received->out_of_order) ||
	    nla_put_u32(skb, SAWTOOTH_A_COUNT_BAD_CHECKSUMS, received->bad_checksums) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_COUNT_HEAD_OF_LINE,
			      saw_tcp_count_head_of_line(received, now), SAWTOOTH_A_COUNT_PAD))
		return -EMSGSIZE;
	return 0;
}

static int saw_nl_count_put(struct sk_buff *skb, const struct saw_conn *conn,
			    enum sawtooth_role role, u64 now)
{
	const struct saw_tcp_count *sent = &saw_conn_count(conn)[role];
	const struct saw_tcp_count *received = &saw_conn_count(conn)[!role];
	struct nlattr *nest = nla_nest_start(skb, SAWTOOTH_A_ENDPOINT_COUNT);

	if (!nest ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_COUNT_SEGMENTS, sent->segments,
			      SAWTOOTH_A_COUNT_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_COUNT_BYTES, sent->bytes, SAWTOOTH_A_COUNT_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_COUNT_DUP_ACKS, sent->dup_acks) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_COUNT_ZERO_WINDOW,
			      saw_tcp_count_zero_window(sent, now), SAWTOOTH_A_COUNT_PAD) ||
	    (conn->tcp.ep[role].bits & SAW_EP_LOCAL &&
	     saw_nl_count_local(skb, sent, received, now)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
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
	    nla_put_u32(skb, SAWTOOTH_A_ENDPOINT_CONFIDENCE, ep->confidence) ||
	    (ep->bits & SAW_EP_LOCAL && saw_nl_owner_put(skb, conn, role)) ||
	    (conn->full && saw_nl_count_put(skb, conn, role, now)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Read without the socket's lock: each value is right, their sum may be torn. */
static int saw_nl_steer_window(struct sk_buff *skb, const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 ssthresh = READ_ONCE(tp->snd_ssthresh);

	if (nla_put_u32(skb, SAWTOOTH_A_STEER_PHASE, saw_decision_phase(sk, ssthresh)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_CWND, READ_ONCE(tp->snd_cwnd)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_SSTHRESH, ssthresh) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_CLAMP,
			min_t(u32, READ_ONCE(tp->snd_cwnd_clamp), SAWTOOTH_SSTHRESH_MAX)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_IN_FLIGHT, tcp_packets_in_flight(tp)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_MSS, READ_ONCE(tp->mss_cache)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_SRTT, READ_ONCE(tp->srtt_us) >> 3) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_RETRANSMITS, READ_ONCE(tp->total_retrans)) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_STEER_ACKED, READ_ONCE(tp->bytes_acked),
			      SAWTOOTH_A_STEER_PAD))
		return -EMSGSIZE;
	return 0;
}

static int saw_nl_steer_path(struct sk_buff *skb, const struct saw_steer *steer)
{
	const struct saw_path *path = &steer->flow.path;
	struct sawtooth_decision last;

	if (nla_put_u32(skb, SAWTOOTH_A_STEER_MIN_RTT, saw_path_min_rtt(path)) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_STEER_BANDWIDTH,
			      saw_cong_bandwidth(steer->sk, steer), SAWTOOTH_A_STEER_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_QUEUE, saw_path_excess(path, path->rtt)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_ROUND_LOSS, path->round_loss))
		return -EMSGSIZE;
	if (saw_decision_last(steer, &last) &&
	    nla_put(skb, SAWTOOTH_A_STEER_DECISION, sizeof(last), &last))
		return -EMSGSIZE;
	return 0;
}

static int saw_nl_steer_attrs(struct sk_buff *skb, const struct saw_steer *steer,
			      enum sawtooth_role role)
{
	if (nla_put_u32(skb, SAWTOOTH_A_STEER_ROLE, role) ||
	    nla_put_string(skb, SAWTOOTH_A_STEER_PROFILE,
			   rcu_dereference(steer->profile)->name) ||
	    nla_put_u32(skb, SAWTOOTH_A_STEER_DECISIONS, READ_ONCE(steer->decisions)))
		return -EMSGSIZE;
	return saw_nl_steer_window(skb, steer->sk) ?: saw_nl_steer_path(skb, steer);
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

/* What most connections have nothing of is left out, as is who closed first before the end. */
static int saw_nl_conn_rarities(struct sk_buff *skb, const struct saw_tcp_conn *tcp)
{
	enum sawtooth_ends reset_by = saw_tcp_conn_reset_by(tcp);

	if ((tcp->teardown && nla_put_u32(skb, SAWTOOTH_A_CONN_CLOSER, tcp->closer)) ||
	    (tcp->time_wait && nla_put_u32(skb, SAWTOOTH_A_CONN_TIME_WAIT, tcp->time_wait)) ||
	    (reset_by && nla_put_u32(skb, SAWTOOTH_A_CONN_RESET_BY, reset_by)) ||
	    (tcp->reset_verdict &&
	     nla_put_u32(skb, SAWTOOTH_A_CONN_RESET_VERDICT, tcp->reset_verdict)) ||
	    (tcp->resets_ignored &&
	     nla_put_u32(skb, SAWTOOTH_A_CONN_RESETS_IGNORED, tcp->resets_ignored)) ||
	    (tcp->fast_open && nla_put_u32(skb, SAWTOOTH_A_CONN_FAST_OPEN, tcp->fast_open)) ||
	    (tcp->mptcp && nla_put_u32(skb, SAWTOOTH_A_CONN_MPTCP, tcp->mptcp)))
		return -EMSGSIZE;
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
	return saw_nl_conn_rarities(skb, tcp);
}

/* With its lane locked, and under rcu_read_lock(). */
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
	conn = saw_table_get_id(saw_net(genl_info_net(info)),
				nla_get_u64(info->attrs[SAWTOOTH_A_CONN_ID]));
	if (conn) {
		err = saw_nl_conn_put(reply.skb, conn);
		saw_table_unlock(conn);
	} else {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_CONN_ID],
				    "no connection has this id");
		err = -ENOENT;
	}
	rcu_read_unlock();
	return saw_nl_reply_end(&reply, info, err);
}

/* One message a connection; -EMSGSIZE when @skb is full. With the lane of @conn locked. */
static int saw_nl_conn_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
				const struct saw_conn *conn, const struct saw_filter *filter)
{
	void *head;

	if (!saw_filter_conn(filter, conn))
		return 0;
	head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_CONN_DUMP);
	return saw_nl_dump_end(skb, head, head ? saw_nl_conn_put(skb, conn) : -EMSGSIZE);
}

/* What did not fit into the last message comes first. */
int sawtooth_nl_conn_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct saw_net *sn = saw_net(sock_net(cb->skb->sk));
	struct saw_cursor *cursor = (struct saw_cursor *)cb->ctx;
	struct saw_filter filter;
	struct saw_conn *conn;
	int err;

	BUILD_BUG_ON(sizeof(*cursor) > sizeof(cb->ctx));
	err = saw_filter_parse(&filter, genl_info_dump(cb)->attrs[SAWTOOTH_A_CONN_FILTER],
			       cb->extack);
	if (err)
		return err;
	rcu_read_lock();
	while (!err && (conn = saw_table_walk(sn, cursor))) {
		err = saw_nl_conn_dump_one(skb, cb, conn, &filter);
		if (!err)
			saw_cursor_pass(cursor, conn);
		saw_table_unlock(conn);
	}
	rcu_read_unlock();
	return skb->len;
}
