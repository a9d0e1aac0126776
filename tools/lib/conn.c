// SPDX-License-Identifier: GPL-2.0
#include "conn.h"
#include "event.h"
#include "socket.h"

static const struct saw_field count_fields[] = {
	{ FIELD(saw_count, segments, "segments", SAWTOOTH_A_COUNT_SEGMENTS, SAW_U64) },
	{ FIELD(saw_count, bytes, "bytes", SAWTOOTH_A_COUNT_BYTES, SAW_U64) },
	{ FIELD(saw_count, retransmits, "retransmits", SAWTOOTH_A_COUNT_RETRANSMITS, SAW_U32) },
	{ FIELD(saw_count, dup_acks, "dup-acks", SAWTOOTH_A_COUNT_DUP_ACKS, SAW_U32) },
	{ FIELD(saw_count, zero_window, "zero-window", SAWTOOTH_A_COUNT_ZERO_WINDOW, SAW_U64) },
	{ FIELD(saw_count, duplicates, "duplicates", SAWTOOTH_A_COUNT_DUPLICATES, SAW_U32) },
	{ FIELD(saw_count, out_of_order, "out-of-order",
		SAWTOOTH_A_COUNT_OUT_OF_ORDER, SAW_U32) },
	{ FIELD(saw_count, bad_checksums, "bad-checksums",
		SAWTOOTH_A_COUNT_BAD_CHECKSUMS, SAW_U32) },
	{ FIELD(saw_count, head_of_line, "head-of-line",
		SAWTOOTH_A_COUNT_HEAD_OF_LINE, SAW_U64) },
};

const struct saw_set saw_count_set = { SET(saw_count, count_fields) };

static const struct saw_field endpoint_fields[] = {
	{ FIELD(saw_endpoint, state, "state", SAWTOOTH_A_ENDPOINT_STATE, SAW_U32),
	  .words = &saw_tcp_state_words },
	{ FIELD(saw_endpoint, elapsed, "elapsed", SAWTOOTH_A_ENDPOINT_ELAPSED, SAW_U64) },
	{ FIELD(saw_endpoint, local, "local", SAWTOOTH_A_ENDPOINT_LOCAL, SAW_U32) },
	{ FIELD(saw_endpoint, snd_nxt, "snd-nxt", SAWTOOTH_A_ENDPOINT_SND_NXT, SAW_U32) },
	{ FIELD(saw_endpoint, rcv_nxt, "rcv-nxt", SAWTOOTH_A_ENDPOINT_RCV_NXT, SAW_U32) },
	{ FIELD(saw_endpoint, confidence, "confidence", SAWTOOTH_A_ENDPOINT_CONFIDENCE, SAW_U32),
	  .words = &saw_confidence_words },
	{ FIELD(saw_endpoint, uid, "uid", SAWTOOTH_A_ENDPOINT_UID, SAW_U32) },
	{ FIELD(saw_endpoint, cgroup, "cgroup", SAWTOOTH_A_ENDPOINT_CGROUP, SAW_U64) },
	{ FIELD(saw_endpoint, cookie, "cookie", SAWTOOTH_A_ENDPOINT_COOKIE, SAW_U64) },
	{ FIELD(saw_endpoint, count, "count", SAWTOOTH_A_ENDPOINT_COUNT, SAW_NEST),
	  .set = &saw_count_set },
};

const struct saw_set saw_endpoint_set = { SET(saw_endpoint, endpoint_fields) };

static const struct saw_field steer_fields[] = {
	{ FIELD(saw_steer, role, "role", SAWTOOTH_A_STEER_ROLE, SAW_U32),
	  .words = &saw_role_words },
	{ FIELD(saw_steer, profile, "profile", SAWTOOTH_A_STEER_PROFILE, SAW_TEXT) },
	{ FIELD(saw_steer, phase, "phase", SAWTOOTH_A_STEER_PHASE, SAW_U32),
	  .words = &saw_phase_words },
	{ FIELD(saw_steer, cwnd, "cwnd", SAWTOOTH_A_STEER_CWND, SAW_U32) },
	{ FIELD(saw_steer, ssthresh, "ssthresh", SAWTOOTH_A_STEER_SSTHRESH, SAW_U32) },
	{ FIELD(saw_steer, in_flight, "in-flight", SAWTOOTH_A_STEER_IN_FLIGHT, SAW_U32) },
	{ FIELD(saw_steer, mss, "mss", SAWTOOTH_A_STEER_MSS, SAW_U32) },
	{ FIELD(saw_steer, srtt, "srtt", SAWTOOTH_A_STEER_SRTT, SAW_U32) },
	{ FIELD(saw_steer, min_rtt, "min-rtt", SAWTOOTH_A_STEER_MIN_RTT, SAW_U32) },
	{ FIELD(saw_steer, retransmits, "retransmits", SAWTOOTH_A_STEER_RETRANSMITS, SAW_U32) },
	{ FIELD(saw_steer, acked, "acked", SAWTOOTH_A_STEER_ACKED, SAW_U64) },
	{ FIELD(saw_steer, decisions, "decisions", SAWTOOTH_A_STEER_DECISIONS, SAW_U32) },
	{ FIELD(saw_steer, clamp, "clamp", SAWTOOTH_A_STEER_CLAMP, SAW_U32) },
	{ FIELD(saw_steer, bandwidth, "bandwidth", SAWTOOTH_A_STEER_BANDWIDTH, SAW_U64) },
	{ FIELD(saw_steer, queue, "queue", SAWTOOTH_A_STEER_QUEUE, SAW_U32) },
	{ FIELD(saw_steer, round_loss, "round-loss", SAWTOOTH_A_STEER_ROUND_LOSS, SAW_U32) },
	{ FIELD(saw_steer, decision, "decision", SAWTOOTH_A_STEER_DECISION, SAW_RECORD),
	  .set = &saw_decision_set },
};

const struct saw_set saw_steer_set = { SET(saw_steer, steer_fields) };

static const struct saw_field conn_fields[] = {
	{ FIELD(saw_conn, id, "id", SAWTOOTH_A_CONN_ID, SAW_U64) },
	{ FIELD(saw_conn, family, "family", SAWTOOTH_A_CONN_FAMILY, SAW_U8) },
	{ FIELD(saw_conn, saddr, "saddr", SAWTOOTH_A_CONN_SADDR, SAW_ADDR),
	  .other = offsetof(struct saw_conn, family) },
	{ FIELD(saw_conn, daddr, "daddr", SAWTOOTH_A_CONN_DADDR, SAW_ADDR),
	  .other = offsetof(struct saw_conn, family) },
	{ FIELD(saw_conn, sport, "sport", SAWTOOTH_A_CONN_SPORT, SAW_U16) },
	{ FIELD(saw_conn, dport, "dport", SAWTOOTH_A_CONN_DPORT, SAW_U16) },
	{ FIELD(saw_conn, ifindex, "ifindex", SAWTOOTH_A_CONN_IFINDEX, SAW_U32) },
	{ FIELD(saw_conn, initiator, "initiator", SAWTOOTH_A_CONN_INITIATOR, SAW_NEST),
	  .set = &saw_endpoint_set },
	{ FIELD(saw_conn, responder, "responder", SAWTOOTH_A_CONN_RESPONDER, SAW_NEST),
	  .set = &saw_endpoint_set },
	{ FIELD(saw_conn, age, "age", SAWTOOTH_A_CONN_AGE, SAW_U64) },
	{ FIELD(saw_conn, transitions, "transitions", SAWTOOTH_A_CONN_TRANSITIONS, SAW_U32) },
	{ FIELD(saw_conn, outcome, "outcome", SAWTOOTH_A_CONN_OUTCOME, SAW_U32),
	  .words = &saw_outcome_words },
	{ FIELD(saw_conn, teardown, "teardown", SAWTOOTH_A_CONN_TEARDOWN, SAW_U32),
	  .words = &saw_teardown_words },
	{ FIELD(saw_conn, closer, "closer", SAWTOOTH_A_CONN_CLOSER, SAW_U32),
	  .words = &saw_role_words },
	{ FIELD(saw_conn, time_wait, "time-wait", SAWTOOTH_A_CONN_TIME_WAIT, SAW_U32),
	  .words = &saw_ends_words },
	{ FIELD(saw_conn, reset_by, "reset-by", SAWTOOTH_A_CONN_RESET_BY, SAW_U32),
	  .words = &saw_ends_words },
	{ FIELD(saw_conn, reset_verdict, "reset-verdict", SAWTOOTH_A_CONN_RESET_VERDICT, SAW_U32),
	  .words = &saw_reset_verdict_words },
	{ FIELD(saw_conn, resets_ignored, "resets-ignored",
		SAWTOOTH_A_CONN_RESETS_IGNORED, SAW_U32) },
	{ FIELD(saw_conn, fast_open, "fast-open", SAWTOOTH_A_CONN_FAST_OPEN, SAW_U32),
	  .words = &saw_fast_open_words },
	{ FIELD(saw_conn, mptcp, "mptcp", SAWTOOTH_A_CONN_MPTCP, SAW_U32),
	  .words = &saw_mptcp_words },
	{ FIELD(saw_conn, syn_retransmits, "syn-retransmits",
		SAWTOOTH_A_CONN_SYN_RETRANSMITS, SAW_U32) },
	{ FIELD(saw_conn, syn_ack_retransmits, "syn-ack-retransmits",
		SAWTOOTH_A_CONN_SYN_ACK_RETRANSMITS, SAW_U32) },
	{ FIELD(saw_conn, syn_leg, "syn-leg", SAWTOOTH_A_CONN_SYN_LEG, SAW_U64) },
	{ FIELD(saw_conn, ack_leg, "ack-leg", SAWTOOTH_A_CONN_ACK_LEG, SAW_U64) },
	{ FIELD(saw_conn, steer, "steer", SAWTOOTH_A_CONN_STEER, SAW_LIST),
	  .set = &saw_steer_set, .max = 2, .other = offsetof(struct saw_conn, steers) },
};

const struct saw_set saw_conn_set = { SET(saw_conn, conn_fields) };

static const struct saw_field filter_fields[] = {
	{ FIELD(saw_filter, states, "states", SAWTOOTH_A_FILTER_STATES, SAW_U32) },
	{ FIELD(saw_filter, family, "family", SAWTOOTH_A_FILTER_FAMILY, SAW_U8) },
	{ FIELD(saw_filter, saddr, "saddr", SAWTOOTH_A_FILTER_SADDR, SAW_ADDR),
	  .other = offsetof(struct saw_filter, family) },
	{ FIELD(saw_filter, saddr_len, "saddr-len", SAWTOOTH_A_FILTER_SADDR_LEN, SAW_U8) },
	{ FIELD(saw_filter, daddr, "daddr", SAWTOOTH_A_FILTER_DADDR, SAW_ADDR),
	  .other = offsetof(struct saw_filter, family) },
	{ FIELD(saw_filter, daddr_len, "daddr-len", SAWTOOTH_A_FILTER_DADDR_LEN, SAW_U8) },
	{ FIELD(saw_filter, sport, "sport", SAWTOOTH_A_FILTER_SPORT, SAW_U16) },
	{ FIELD(saw_filter, dport, "dport", SAWTOOTH_A_FILTER_DPORT, SAW_U16) },
	{ FIELD(saw_filter, ifindex, "ifindex", SAWTOOTH_A_FILTER_IFINDEX, SAW_U32) },
	{ FIELD(saw_filter, addr, "addr", SAWTOOTH_A_FILTER_ADDR, SAW_ADDR),
	  .other = offsetof(struct saw_filter, family) },
	{ FIELD(saw_filter, addr_len, "addr-len", SAWTOOTH_A_FILTER_ADDR_LEN, SAW_U8) },
	{ FIELD(saw_filter, port, "port", SAWTOOTH_A_FILTER_PORT, SAW_U16) },
	{ FIELD(saw_filter, source, "source", SAWTOOTH_A_FILTER_SOURCE, SAW_ADDR),
	  .other = offsetof(struct saw_filter, family) },
	{ FIELD(saw_filter, source_len, "source-len", SAWTOOTH_A_FILTER_SOURCE_LEN, SAW_U8) },
	{ FIELD(saw_filter, role, "role", SAWTOOTH_A_FILTER_ROLE, SAW_U32),
	  .words = &saw_role_words },
	{ FIELD(saw_filter, uid, "uid", SAWTOOTH_A_FILTER_UID, SAW_U32) },
	{ FIELD(saw_filter, cgroup, "cgroup", SAWTOOTH_A_FILTER_CGROUP, SAW_U64) },
};

const struct saw_set saw_filter_set = { SET(saw_filter, filter_fields) };

static const struct saw_field request_fields[] = {
	{ FIELD(saw_conn_request, id, "id", SAWTOOTH_A_CONN_ID, SAW_U64) },
	{ FIELD(saw_conn_request, filter, "filter", SAWTOOTH_A_CONN_FILTER, SAW_NEST),
	  .set = &saw_filter_set },
	{ FIELD(saw_conn_request, ssthresh, "ssthresh", SAWTOOTH_A_CONN_SSTHRESH, SAW_U32) },
	{ FIELD(saw_conn_request, role, "role", SAWTOOTH_A_CONN_ROLE, SAW_U32) },
	{ FIELD(saw_conn_request, clamp, "clamp", SAWTOOTH_A_CONN_CLAMP, SAW_U32) },
	{ FIELD(saw_conn_request, profile, "profile", SAWTOOTH_A_CONN_PROFILE, SAW_TEXT) },
};

const struct saw_set saw_conn_request_set = { SET(saw_conn_request, request_fields) };

static int reply(const struct nlmsghdr *nlh, void *data)
{
	return saw_set_parse_message(&saw_conn_set, nlh, data);
}

int saw_conn_get(struct saw_sock *sock, uint64_t id, struct saw_conn *conn)
{
	struct saw_conn_request request = { .has = SAW_BIT(SAWTOOTH_A_CONN_ID), .id = id };

	*conn = (struct saw_conn){};
	return saw_request(sock, SAWTOOTH_CMD_CONN_GET, 0, &saw_conn_request_set, &request,
			   reply, conn);
}

struct dump {
	void (*each)(const struct saw_conn *conn, void *data);
	void *data;
};

static int dump_reply(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_conn conn;
	int ret = saw_set_parse_message(&saw_conn_set, nlh, &conn);

	if (!ret)
		dump->each(&conn, dump->data);
	return ret;
}

int saw_conn_dump(struct saw_sock *sock, const struct saw_filter *filter,
		  void (*each)(const struct saw_conn *conn, void *data), void *data)
{
	struct saw_conn_request request = {};
	struct dump dump = { .each = each, .data = data };

	if (filter && filter->has) {
		request.has = SAW_BIT(SAWTOOTH_A_CONN_FILTER);
		request.filter = *filter;
	}
	return saw_request(sock, SAWTOOTH_CMD_CONN_DUMP, NLM_F_DUMP, &saw_conn_request_set,
			   &request, dump_reply, &dump);
}
