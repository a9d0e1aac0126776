// SPDX-License-Identifier: GPL-2.0
/*
 * What the fake module knows. The messages are built by libmnl alone, so that the
 * library's own tables are not checked against themselves.
 */
#include <arpa/inet.h>
#include <linux/sawtooth.h>
#include <string.h>

#include "fake.h"

#define MS 1000000ULL
#define SECOND (1000 * MS)
#define EVENTS_BEGIN (3600 * SECOND + 100000)

static void put_address(struct nlmsghdr *nlh, unsigned int attr, const char *text)
{
	int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	unsigned char bytes[16];

	inet_pton(family, text, bytes);
	mnl_attr_put(nlh, attr, family == AF_INET6 ? 16 : 4, bytes);
}

void world_status(struct nlmsghdr *nlh)
{
	mnl_attr_put_strz(nlh, SAWTOOTH_A_STATUS_VERSION, "0.1");
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_LOG, 1);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_CONNS, 3);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_CONN_MAX, 65536);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_MEMBERSHIPS, 2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_GROUP_MAX, 4096);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_STEERED, 2);
	mnl_attr_put_strz(nlh, SAWTOOTH_A_STATUS_CONGESTION_CONTROL, "sawtooth");
	if (fake_is("broken"))
		mnl_attr_put_u8(nlh, SAWTOOTH_A_STATUS_CONN_BYTES, 1);
	else
		mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_CONN_BYTES, 312);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STATUS_LEVEL, SAWTOOTH_LEVEL_FULL);
	if (fake_is("newer"))
		mnl_attr_put_u64(nlh, SAWTOOTH_A_STATUS_MAX + 1, 1);
}

static void put_counter(struct nlmsghdr *nlh, unsigned int stat, unsigned long long count)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_STATS_COUNTER);

	mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNTER_STAT, stat);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_COUNTER_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

static void put_edge(struct nlmsghdr *nlh, unsigned int from, unsigned int to,
		     unsigned long long count)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_STATS_EDGE);

	mnl_attr_put_u32(nlh, SAWTOOTH_A_EDGE_FROM, from);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_EDGE_TO, to);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_EDGE_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

static void put_population(struct nlmsghdr *nlh, unsigned int state, unsigned long long count)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_STATS_POPULATION);

	mnl_attr_put_u32(nlh, SAWTOOTH_A_POPULATION_STATE, state);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_POPULATION_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

void world_stats(struct nlmsghdr *nlh)
{
	unsigned int i;

	for (i = 0; i <= SAWTOOTH_STAT_MAX; i++)
		put_counter(nlh, i, i * 1000 + 7);
	put_edge(nlh, SAWTOOTH_TCP_STATE_CLOSED, SAWTOOTH_TCP_STATE_SYN_SENT, 12345);
	put_edge(nlh, SAWTOOTH_TCP_STATE_SYN_SENT, SAWTOOTH_TCP_STATE_ESTABLISHED, 12000);
	put_edge(nlh, SAWTOOTH_TCP_STATE_ESTABLISHED, SAWTOOTH_TCP_STATE_CLOSED, 17);
	put_population(nlh, SAWTOOTH_TCP_STATE_ESTABLISHED, 3);
	put_population(nlh, SAWTOOTH_TCP_STATE_TIME_WAIT, 20480);
	/* a boot far away: the age of the counters is left out of the text */
	mnl_attr_put_u64(nlh, SAWTOOTH_A_STATS_SINCE, 1ULL << 62);
	if (fake_is("newer")) {
		put_counter(nlh, SAWTOOTH_STAT_MAX + 1, 1);
		put_edge(nlh, SAWTOOTH_TCP_STATE_MAX + 1, 0, 1);
		put_population(nlh, SAWTOOTH_TCP_STATE_MAX + 1, 1);
	}
	if (fake_is("broken"))
		mnl_attr_put_u32(nlh, SAWTOOTH_A_STATS_SINCE, 1);
}

static void put_bucket(struct nlmsghdr *nlh, unsigned long long from, unsigned long long to,
		       unsigned long long count)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_HISTOGRAM_BUCKET);

	mnl_attr_put_u64(nlh, SAWTOOTH_A_BUCKET_FROM, from);
	if (to)
		mnl_attr_put_u64(nlh, SAWTOOTH_A_BUCKET_TO, to);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_BUCKET_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

/* Few buckets, none, one without a bound, more than a screen shows. */
void world_histogram(struct nlmsghdr *nlh, unsigned int index)
{
	static const unsigned int kinds[WORLD_HISTOGRAMS] = {
		SAWTOOTH_HISTOGRAM_KIND_SYN_LEG, SAWTOOTH_HISTOGRAM_KIND_CLOSING,
		SAWTOOTH_HISTOGRAM_KIND_ESTABLISHED, SAWTOOTH_HISTOGRAM_KIND_LIFETIME,
	};
	unsigned int i;

	mnl_attr_put_u32(nlh, SAWTOOTH_A_HISTOGRAM_KIND,
			 fake_is("newer") ? SAWTOOTH_HISTOGRAM_KIND_MAX + 1 + index * 40 :
					    kinds[index]);
	if (fake_is("broken"))
		mnl_attr_put_u32(nlh, SAWTOOTH_A_HISTOGRAM_BUCKET, 1);
	switch (index) {
	case 0:
		put_bucket(nlh, 40 * MS, 48 * MS, 900);
		put_bucket(nlh, 48 * MS, 56 * MS, 99);
		put_bucket(nlh, SECOND, SECOND + 256 * MS, 1);
		break;
	case 2:
		put_bucket(nlh, 0, 1024, 1);
		put_bucket(nlh, 1024, 1280, 3);
		put_bucket(nlh, 18000 * SECOND, 0, 4);
		break;
	case 3:
		for (i = 0; i < 33; i++)
			put_bucket(nlh, (100 + i) * MS, (101 + i) * MS, i + 1);
		break;
	}
}

/* What reached an end that is not here is not known. */
static void put_count(struct nlmsghdr *nlh, bool local)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_ENDPOINT_COUNT);

	mnl_attr_put_u64(nlh, SAWTOOTH_A_COUNT_SEGMENTS, 5000000000ULL);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_COUNT_BYTES, 7000000000000ULL);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNT_DUP_ACKS, 3);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_COUNT_ZERO_WINDOW, 20 * MS);
	if (local) {
		mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNT_RETRANSMITS, 12);
		mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNT_DUPLICATES, 4);
		mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNT_OUT_OF_ORDER, 5);
		mnl_attr_put_u32(nlh, SAWTOOTH_A_COUNT_BAD_CHECKSUMS, 1);
		mnl_attr_put_u64(nlh, SAWTOOTH_A_COUNT_HEAD_OF_LINE, 1250 * MS);
	}
	mnl_attr_nest_end(nlh, nest);
}

static void put_endpoint(struct nlmsghdr *nlh, unsigned int attr, unsigned int state,
			 unsigned int local)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, attr);

	mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_STATE, state);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_ENDPOINT_ELAPSED, 1500 * MS);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_LOCAL, local);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_SND_NXT, 4000000001U);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_RCV_NXT, 5);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_CONFIDENCE,
			 local ? SAWTOOTH_CONFIDENCE_OBSERVED : SAWTOOTH_CONFIDENCE_INFERRED);
	if (local)
		mnl_attr_put_u64(nlh, SAWTOOTH_A_ENDPOINT_COOKIE, 0x1001);
	if (state != SAWTOOTH_TCP_STATE_FIN_WAIT_2)
		put_count(nlh, local);
	/* what is half gone has only a cookie */
	if (local && state != SAWTOOTH_TCP_STATE_FIN_WAIT_2) {
		mnl_attr_put_u32(nlh, SAWTOOTH_A_ENDPOINT_UID, 1000);
		mnl_attr_put_u64(nlh, SAWTOOTH_A_ENDPOINT_CGROUP, 4294967398ULL);
	}
	mnl_attr_nest_end(nlh, nest);
}

/* By the responder of connection 1, at the @seq'th event. */
static struct sawtooth_decision decision_at(unsigned long long seq)
{
	return (struct sawtooth_decision) {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .conn = 1,
		.bandwidth = 3000000, .before = SAWTOOTH_SSTHRESH_MAX, .after = 45, .cwnd = 90,
		.in_flight = 88, .srtt = 41000, .min_rtt = 40001, .queue = 12000,
		.round_loss = 123, .sport = 80, .dport = 40112, .family = AF_INET,
		.cause = SAWTOOTH_SSTHRESH_CAUSE_LOSS, .law = SAWTOOTH_SSTHRESH_LAW_HALF,
		.phase = SAWTOOTH_PHASE_SLOW_START, .clamp = SAWTOOTH_SSTHRESH_MAX,
		.saddr = { 198, 51, 100, 7 }, .daddr = { 192, 0, 2, 1 },
	};
}

static void put_steer(struct nlmsghdr *nlh, unsigned int role, unsigned int ssthresh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_CONN_STEER);
	struct sawtooth_decision last = decision_at(0);

	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_ROLE, role);
	mnl_attr_put_strz(nlh, SAWTOOTH_A_STEER_PROFILE, "reno");
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_PHASE, SAWTOOTH_PHASE_AVOIDANCE);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_CWND, 45);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_SSTHRESH, ssthresh);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_IN_FLIGHT, 44);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_MSS, 1448);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_SRTT, 40123);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_MIN_RTT, 40001);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_RETRANSMITS, 3);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_STEER_ACKED, 123456789012ULL);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_DECISIONS, 2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_CLAMP, SAWTOOTH_SSTHRESH_MAX);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_STEER_BANDWIDTH, 3000000);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_QUEUE, 12000);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_ROUND_LOSS, 123);
	/* of a connection without a decision there is none */
	if (role == SAWTOOTH_ROLE_INITIATOR)
		mnl_attr_put(nlh, SAWTOOTH_A_STEER_DECISION, sizeof(last), &last);
	mnl_attr_nest_end(nlh, nest);
}

static void put_names(struct nlmsghdr *nlh, const char *from, unsigned int sport,
		      const char *to, unsigned int dport)
{
	mnl_attr_put_u8(nlh, SAWTOOTH_A_CONN_FAMILY, strchr(from, ':') ? AF_INET6 : AF_INET);
	put_address(nlh, SAWTOOTH_A_CONN_SADDR, from);
	put_address(nlh, SAWTOOTH_A_CONN_DADDR, to);
	mnl_attr_put_u16(nlh, SAWTOOTH_A_CONN_SPORT, sport);
	mnl_attr_put_u16(nlh, SAWTOOTH_A_CONN_DPORT, dport);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_IFINDEX, 1);
}

/* 1: steered and established; 2: both ends steered, IPv6, closing; 3: refused by a timeout */
void world_conn(struct nlmsghdr *nlh, unsigned int index)
{
	mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_ID, index + 1);
	if (index == 0) {
		put_names(nlh, "192.0.2.1", 40112, "198.51.100.7", 80);
		put_endpoint(nlh, SAWTOOTH_A_CONN_INITIATOR, SAWTOOTH_TCP_STATE_ESTABLISHED, 1);
		put_endpoint(nlh, SAWTOOTH_A_CONN_RESPONDER, SAWTOOTH_TCP_STATE_ESTABLISHED, 0);
		put_steer(nlh, SAWTOOTH_ROLE_INITIATOR, 40);
	} else if (index == 1) {
		put_names(nlh, "2001:db8::1", 50000, "2001:db8::2", 443);
		put_endpoint(nlh, SAWTOOTH_A_CONN_INITIATOR, SAWTOOTH_TCP_STATE_FIN_WAIT_2, 1);
		put_endpoint(nlh, SAWTOOTH_A_CONN_RESPONDER, SAWTOOTH_TCP_STATE_CLOSE_WAIT, 1);
		put_steer(nlh, SAWTOOTH_ROLE_INITIATOR, SAWTOOTH_SSTHRESH_MAX);
		put_steer(nlh, SAWTOOTH_ROLE_RESPONDER, 2);
		mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_CLOSER, SAWTOOTH_ROLE_INITIATOR);
	} else {
		put_names(nlh, "192.0.2.1", 40113, "203.0.113.9", 22);
		put_endpoint(nlh, SAWTOOTH_A_CONN_INITIATOR, SAWTOOTH_TCP_STATE_SYN_SENT, 1);
		put_endpoint(nlh, SAWTOOTH_A_CONN_RESPONDER,
			     fake_is("newer") ? SAWTOOTH_TCP_STATE_MAX + 1 :
						SAWTOOTH_TCP_STATE_CLOSED, 0);
	}
	mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_AGE, 90 * SECOND);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_TRANSITIONS, 4);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_OUTCOME,
			 index == 2 ? SAWTOOTH_OUTCOME_PENDING : SAWTOOTH_OUTCOME_ESTABLISHED);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_TEARDOWN,
			 index == 1 ? SAWTOOTH_TEARDOWN_HALF_CLOSED : SAWTOOTH_TEARDOWN_NONE);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_SYN_RETRANSMITS, index);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_SYN_ACK_RETRANSMITS, 0);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_SYN_LEG, index == 2 ? 0 : 40 * MS);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_ACK_LEG, index == 2 ? 0 : 35000);
	if (fake_is("newer"))
		mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_MAX + 1, 1);
}

static void put_source(struct nlmsghdr *nlh, const char *address, bool timed)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_GROUP_SOURCE);

	mnl_attr_put_u8(nlh, SAWTOOTH_A_GROUP_SOURCE_FAMILY,
			strchr(address, ':') ? AF_INET6 : AF_INET);
	put_address(nlh, SAWTOOTH_A_GROUP_SOURCE_ADDRESS, address);
	if (timed)
		mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_SOURCE_LEFT, 99 * SECOND);
	mnl_attr_nest_end(nlh, nest);
}

static void put_deliveries(struct nlmsghdr *nlh)
{
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_RX_PACKETS, 1000);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_RX_BYTES, 1028000);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_TX_PACKETS, 7);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_TX_BYTES, 700);
}

/*
 * A member of this host, one behind a port of a bridge that is leaving, and one that
 * excludes: not in the order of the table.
 */
void world_group(struct nlmsghdr *nlh, unsigned int index)
{
	static const char *const hosts[] = { "fe80::1", "192.0.2.9", "192.0.2.1" };

	mnl_attr_put_u8(nlh, SAWTOOTH_A_GROUP_FAMILY, index ? AF_INET : AF_INET6);
	put_address(nlh, SAWTOOTH_A_GROUP_GROUP, index ? "239.1.2.3" : "ff02::1:3");
	put_address(nlh, SAWTOOTH_A_GROUP_HOST, hosts[index]);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_IFINDEX, 1);
	if (index == 1) {
		mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_BRIDGE, 7);
		mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_LEAVING, 500 * MS);
	}
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_PROTOCOL,
			 index ? SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3 :
				 SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_COMPAT,
			 index ? SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2 :
				 SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_LOCAL, index != 1);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_MODE,
			 index == 1 ? SAWTOOTH_FILTER_MODE_INCLUDE : SAWTOOTH_FILTER_MODE_EXCLUDE);
	if (index == 1) {
		put_source(nlh, "198.51.100.7", true);
		put_source(nlh, "198.51.100.8", true);
	} else if (!index) {
		put_source(nlh, "2001:db8::1", false);
	}
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_AGE, 3700 * SECOND);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_IDLE, 250 * MS);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_GROUP_LEFT, 101 * SECOND);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_REPORTS, 9);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_JOINS, 3);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_GROUP_LEAVES, 2);
	put_deliveries(nlh);
}

void world_querier(struct nlmsghdr *nlh, unsigned int index)
{
	mnl_attr_put_u8(nlh, SAWTOOTH_A_QUERIER_FAMILY, index ? AF_INET6 : AF_INET);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_IFINDEX, 1);
	put_address(nlh, SAWTOOTH_A_QUERIER_ADDRESS, index ? "fe80::1" : "192.0.2.1");
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_PROTOCOL,
			 index ? SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2 :
				 SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_LOCAL, index);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_ROBUSTNESS, 2);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_INTERVAL, 125);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_QUERIER_RESPONSE, 10000);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_QUERIER_IDLE, 5 * SECOND);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_QUERIER_LEFT, 250 * SECOND);
}

void world_profile(struct nlmsghdr *nlh, unsigned int index)
{
	mnl_attr_put_strz(nlh, SAWTOOTH_A_PROFILE_NAME, index ? "lab" : "reno");
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_SLOW_START_LAW, SAWTOOTH_SLOW_START_LAW_STANDARD);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_GROWTH_LAW, SAWTOOTH_GROWTH_LAW_RENO);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_SSTHRESH_LAW,
			 index ? SAWTOOTH_SSTHRESH_LAW_BETA : SAWTOOTH_SSTHRESH_LAW_HALF);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_BETA, index ? 705 : 700);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_FIXED_SSTHRESH, 64);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH,
			 index ? 100 : SAWTOOTH_SSTHRESH_MAX);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_BETA_ECN, 850);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_CUBIC_C, 400);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_MAX_SSTHRESH, 100);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_BDP_GAIN, 1050);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD, 125);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_QUEUE_LIMIT, 750);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_LOSS_THRESHOLD, 60);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_USERS, 2 - index);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_PROFILE_BUILTIN, !index);
}

void world_binding(struct nlmsghdr *nlh, unsigned int index)
{
	mnl_attr_put_u8(nlh, SAWTOOTH_A_BINDING_FAMILY, index ? AF_INET6 : AF_INET);
	put_address(nlh, SAWTOOTH_A_BINDING_PREFIX, index ? "2001:db8::" : "192.0.2.0");
	mnl_attr_put_u8(nlh, SAWTOOTH_A_BINDING_PREFIX_LEN, index ? 32 : 24);
	mnl_attr_put_strz(nlh, SAWTOOTH_A_BINDING_PROFILE, index ? "reno" : "lab");
}

static void begin_batch(struct nlmsghdr *nlh, unsigned int cpu, unsigned long long first,
			unsigned int count, unsigned long long lost)
{
	mnl_attr_put_u32(nlh, SAWTOOTH_A_EVENT_CPU, cpu);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_EVENT_FIRST, first);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_EVENT_LOST, lost);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_EVENT_COUNT, count);
	/* times are seconds after midnight of the first day of 2026 */
	mnl_attr_put_u64(nlh, SAWTOOTH_A_EVENT_CLOCK_OFFSET,
			 fake_is("newer") ? -5ULL : 1767225600 * SECOND);
}

static void put_record(struct nlmsghdr *nlh, unsigned int attr, const void *record, size_t size)
{
	char longer[256] = "";

	memcpy(longer, record, size);
	mnl_attr_put(nlh, attr, size + (fake_is("newer") ? 8 : 0) - (fake_is("broken") ? 8 : 0),
		     longer);
}

static void put_move(struct nlmsghdr *nlh, unsigned long long seq, unsigned int role,
		     unsigned int conn_seq)
{
	struct sawtooth_transition move = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .conn = 1,
		.conn_seq = conn_seq, .ifindex = 1, .tcp_seq = 1000, .tcp_ack = role ? 1 : 0,
		.sport = 40112, .dport = 80, .tcp_flags = 2, .family = AF_INET, .role = role,
		.local = !role, .elapsed = role * 250 * MS,
		.from = role ? SAWTOOTH_TCP_STATE_LISTEN : SAWTOOTH_TCP_STATE_CLOSED,
		.to = role ? SAWTOOTH_TCP_STATE_SYN_RECEIVED : SAWTOOTH_TCP_STATE_SYN_SENT,
		.cause = role ? SAWTOOTH_CAUSE_RECEIVED_SYN : SAWTOOTH_CAUSE_SENT_SYN,
		.confidence = role ? SAWTOOTH_CONFIDENCE_INFERRED : SAWTOOTH_CONFIDENCE_OBSERVED,
		.saddr = { 192, 0, 2, 1 }, .daddr = { 198, 51, 100, 7 },
	};

	if (!role) {
		move.cookie = 4097;
		move.cgroup = 4294967398;
		move.uid = 1000;
		move.pid = 4711;
		/* whoever runs a program chooses its name */
		memcpy(move.command, "\033[31m\"q\"", 8);
	}
	put_record(nlh, SAWTOOTH_A_EVENT_TRANSITION, &move, sizeof(move));
}

static void put_handshake(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_handshake handshake = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .conn = 1, .syn_leg = 40 * MS,
		.ack_leg = 35000, .ifindex = 1, .sport = 40112, .dport = 80, .family = AF_INET,
		.outcome = SAWTOOTH_OUTCOME_ESTABLISHED, .syn_retransmits = 1, .conn_seq = 6,
		.saddr = { 192, 0, 2, 1 }, .daddr = { 198, 51, 100, 7 },
	};

	put_record(nlh, SAWTOOTH_A_EVENT_HANDSHAKE, &handshake, sizeof(handshake));
}

static void put_decision(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_decision decision = decision_at(seq);

	put_record(nlh, SAWTOOTH_A_EVENT_DECISION, &decision, sizeof(decision));
}

static void put_teardown(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_teardown_record teardown = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .conn = 1, .lifetime = 2 * SECOND,
		.half_closed = 3 * MS, .ifindex = 1, .conn_seq = 6, .sport = 40112, .dport = 80,
		.family = AF_INET, .teardown = SAWTOOTH_TEARDOWN_HALF_CLOSED,
		.closer = SAWTOOTH_ROLE_INITIATOR,
		.saddr = { 192, 0, 2, 1 }, .daddr = { 198, 51, 100, 7 },
	};

	put_record(nlh, SAWTOOTH_A_EVENT_TEARDOWN, &teardown, sizeof(teardown));
}

static void put_join(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_membership_record join = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .ifindex = 1, .family = AF_INET,
		.change = SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, .local = 1,
		.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
		.group = { 239, 1, 2, 3 }, .host = { 192, 0, 2, 1 },
	};

	put_record(nlh, SAWTOOTH_A_EVENT_MEMBERSHIP, &join, sizeof(join));
}

static void put_leave(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_membership_record leave = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .ifindex = 1, .bridge = 7,
		.family = AF_INET, .change = SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE, .sources = 2,
		.elapsed = 90 * SECOND, .latency = 2 * SECOND,
		.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
		.group = { 239, 1, 2, 3 }, .host = { 192, 0, 2, 1 },
		.source = { 198, 51, 100, 7 },
	};

	put_record(nlh, SAWTOOTH_A_EVENT_MEMBERSHIP, &leave, sizeof(leave));
}

static void put_querier(struct nlmsghdr *nlh, unsigned long long seq)
{
	struct sawtooth_querier_record querier = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .ifindex = 1, .family = AF_INET,
		.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2, .interval = 125,
		.response = 10000, .robustness = 2, .local = 1,
		.address = { 192, 0, 2, 1 }, .previous = { 198, 51, 100, 7 },
	};

	put_record(nlh, SAWTOOTH_A_EVENT_QUERIER, &querier, sizeof(querier));
}

static void put_total(struct nlmsghdr *nlh, unsigned long long seq, unsigned int role)
{
	struct sawtooth_total total = {
		.time = EVENTS_BEGIN + seq * 1000, .seq = seq, .conn = 1, .conn_seq = 6,
		.segments = 5000000000ULL, .bytes = 7000000000000ULL, .dup_acks = 3,
		.zero_window = 20 * MS, .ifindex = 1, .sport = 40112, .dport = 80,
		.family = AF_INET, .role = role, .saddr = { 192, 0, 2, 1 },
		.daddr = { 198, 51, 100, 7 },
	};

	if (role == SAWTOOTH_ROLE_INITIATOR) {
		total.local = 1;
		total.retransmits = 12;
		total.duplicates = 4;
		total.out_of_order = 5;
		total.bad_checksums = 1;
		total.head_of_line = 1250 * MS;
	}
	put_record(nlh, SAWTOOTH_A_EVENT_TOTAL, &total, sizeof(total));
}

/**
 * struct entry - an event of the world
 * @cpu: CPU of its batch, which the index of the batch says, too
 * @batch: the batch that it is in
 * @kind: enum sawtooth_event_kind
 * @conn_seq: of a transition; of a membership, 1 for its end; of a total, the role
 *
 * In the order in which they were made: the index is the position in a stream of all.
 */
#define ENTRIES 11

static const struct entry {
	unsigned int cpu;
	unsigned int batch;
	unsigned int kind;
	unsigned int conn_seq;
} entries[ENTRIES] = {
	{ 0, 0, SAWTOOTH_EVENT_KIND_TRANSITION, 5 },
	/* the dump has this one already */
	{ 1, 1, SAWTOOTH_EVENT_KIND_TRANSITION, 4 },
	{ 1, 1, SAWTOOTH_EVENT_KIND_TRANSITION, 6 },
	{ 0, 0, SAWTOOTH_EVENT_KIND_HANDSHAKE, 0 },
	{ 0, 0, SAWTOOTH_EVENT_KIND_DECISION, 0 },
	{ 1, 1, SAWTOOTH_EVENT_KIND_TEARDOWN, 0 },
	{ 1, 1, SAWTOOTH_EVENT_KIND_TOTAL, SAWTOOTH_ROLE_INITIATOR },
	{ 1, 1, SAWTOOTH_EVENT_KIND_TOTAL, SAWTOOTH_ROLE_RESPONDER },
	{ 0, 2, SAWTOOTH_EVENT_KIND_MEMBERSHIP, 0 },
	{ 0, 2, SAWTOOTH_EVENT_KIND_MEMBERSHIP, 1 },
	{ 0, 2, SAWTOOTH_EVENT_KIND_QUERIER, 0 },
};

static uint32_t wanted = ~0u;

void world_want(uint32_t kinds)
{
	wanted = kinds;
}

static void put_entry(struct nlmsghdr *nlh, const struct entry *entry, unsigned long long seq)
{
	switch (entry->kind) {
	case SAWTOOTH_EVENT_KIND_TRANSITION:
		return put_move(nlh, seq, entry->cpu, entry->conn_seq);
	case SAWTOOTH_EVENT_KIND_HANDSHAKE:
		return put_handshake(nlh, seq);
	case SAWTOOTH_EVENT_KIND_DECISION:
		return put_decision(nlh, seq);
	case SAWTOOTH_EVENT_KIND_TEARDOWN:
		return put_teardown(nlh, seq);
	case SAWTOOTH_EVENT_KIND_QUERIER:
		return put_querier(nlh, seq);
	case SAWTOOTH_EVENT_KIND_TOTAL:
		return put_total(nlh, seq, entry->conn_seq);
	default:
		return entry->conn_seq ? put_leave(nlh, seq) : put_join(nlh, seq);
	}
}

/* Two CPUs whose batches arrive in the wrong order; then, if lossy, a gap of four. */
void world_batch(struct nlmsghdr *nlh, unsigned int index)
{
	unsigned int gap = index == 2 && fake_is("lossy") ? 4 : 0;
	unsigned int i, first = gap, count = 0, cpu = index == 1, seq = gap;

	for (i = 0; i < ENTRIES; i++) {
		if (!(wanted & 1u << entries[i].kind))
			continue;
		first += entries[i].cpu == cpu && entries[i].batch < index;
		count += entries[i].batch == index;
	}
	begin_batch(nlh, cpu, first, count, gap ? 1 : 0);
	for (i = 0; i < ENTRIES; i++) {
		if (!(wanted & 1u << entries[i].kind))
			continue;
		if (entries[i].batch == index)
			put_entry(nlh, &entries[i], seq);
		seq++;
	}
}
