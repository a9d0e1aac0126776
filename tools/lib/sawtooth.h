/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libsawtooth: the netlink family of the kernel module as plain structs.
 *
 * Every struct that stands for an attribute set begins with @has: bit N is set
 * when the attribute numbered N was there, see SAW_HAS(). Each attribute set, and
 * each event record, also has a description (struct saw_set) that names its fields
 * as the netlink specification does, so that they can be walked, printed and sent
 * without a line of code for each.
 *
 * Functions that return int return 0, or a negative errno value; the reason in
 * words is then in saw_failure(). A socket belongs to one thread at a time.
 */
#ifndef SAWTOOTH_H
#define SAWTOOTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/sawtooth.h>

/* Was attribute @attr (SAWTOOTH_A_*) in the message that filled @p? */
#define SAW_HAS(p, attr) (((p)->has >> (attr)) & 1u)
#define SAW_BIT(attr) (1ULL << (attr))

/* The words of an enum of the specification, indexed by its values. */
struct saw_words {
	const char *const *names;
	unsigned int count;
};

extern const struct saw_words saw_tcp_state_words;
extern const struct saw_words saw_role_words;
extern const struct saw_words saw_confidence_words;
extern const struct saw_words saw_cause_words;
extern const struct saw_words saw_outcome_words;
extern const struct saw_words saw_teardown_words;
extern const struct saw_words saw_ends_words;
extern const struct saw_words saw_reset_verdict_words;
extern const struct saw_words saw_fast_open_words;
extern const struct saw_words saw_mptcp_words;
extern const struct saw_words saw_phase_words;
extern const struct saw_words saw_slow_start_law_words;
extern const struct saw_words saw_growth_law_words;
extern const struct saw_words saw_ssthresh_law_words;
extern const struct saw_words saw_ssthresh_cause_words;
extern const struct saw_words saw_membership_change_words;
extern const struct saw_words saw_membership_protocol_words;
extern const struct saw_words saw_filter_mode_words;
extern const struct saw_words saw_stat_words;
extern const struct saw_words saw_histogram_kind_words;
extern const struct saw_words saw_level_words;

/* The word for @value, or NULL if this library does not know the value. */
const char *saw_word(const struct saw_words *words, unsigned int value);

/*
 * The value of @word, its first @len characters; letters of either case, '_' is
 * as good as '-'. -1 if there is no such word.
 */
int saw_word_find(const struct saw_words *words, const char *word, size_t len);

enum saw_kind {
	SAW_U8,
	SAW_U16,
	SAW_U32,
	SAW_U64,
	SAW_S64,
	SAW_TEXT,	/* zero-terminated; char[SAWTOOTH_NAME_MAX + 1], in records char[16] */
	SAW_ADDR,	/* uint8_t[16]; IPv4 in the first four */
	SAW_NEST,	/* a struct of its own, described by @set */
	SAW_LIST,	/* at most @max of them */
	SAW_RECORD,	/* a struct of the uapi header, described by @set */
};

struct saw_set;

/**
 * struct saw_field - one member of a struct
 * @name: its name in the specification
 * @attr: attribute number; 0 for the members of a record
 * @offset: where it is in the struct
 * @other: SAW_ADDR: offset of the uint8_t with the address family;
 *	SAW_LIST: offset of the unsigned int that counts the elements
 * @kind: enum saw_kind
 * @max: SAW_LIST: room for so many elements
 * @needs: members of a record: offset of eight bytes, without one of which it is not there;
 *	0: it always is
 * @words: what an integer means, or NULL
 * @set: SAW_NEST, SAW_LIST, SAW_RECORD: the inner struct
 */
struct saw_field {
	const char *name;
	uint16_t attr;
	uint16_t offset;
	uint16_t other;
	uint8_t kind;
	uint16_t max;
	uint16_t needs;
	const struct saw_words *words;
	const struct saw_set *set;
};

/**
 * struct saw_set - a struct and its members
 * @fields: the members, in the order of the specification
 * @count: number of @fields
 * @size: bytes of the struct
 */
struct saw_set {
	const struct saw_field *fields;
	unsigned int count;
	size_t size;
};

/* Is @field of @data there? @data is described by the set that @field is of. */
static inline bool saw_field_there(const struct saw_field *field, const void *data)
{
	if (field->attr)
		return *(const uint32_t *)data & SAW_BIT(field->attr);
	return !field->needs || *(const uint64_t *)((const char *)data + field->needs);
}

/* The integer in @field of @data; 0 if the field is no integer. Signed ones as they are stored. */
uint64_t saw_field_value(const struct saw_field *field, const void *data);

/* The field called @name, its first @len characters, '_' as good as '-'; or NULL. */
const struct saw_field *saw_field_find(const struct saw_set *set, const char *name, size_t len);

/**
 * struct saw_failure - why the last call failed
 * @code: errno value, positive; 0 if it did not fail
 * @what: the kernel's or the library's words for it; may be empty
 * @attr: name of the offending attribute, nested ones with a dot; may be empty
 */
struct saw_failure {
	int code;
	char what[160];
	char attr[64];
};

struct saw_sock;

/* Connect to the family; NULL with @failure filled. ENOENT: the module is not there. */
struct saw_sock *saw_open(struct saw_failure *failure);
void saw_close(struct saw_sock *sock);
const struct saw_failure *saw_failure(const struct saw_sock *sock);

struct saw_status {
	uint64_t has;
	uint32_t log;
	uint32_t conns;
	uint32_t conn_max;
	uint32_t memberships;
	uint32_t group_max;
	uint32_t steered;
	uint32_t conn_bytes;
	uint32_t level;
	char version[SAWTOOTH_NAME_MAX + 1];
	char congestion_control[SAWTOOTH_NAME_MAX + 1];
};

extern const struct saw_set saw_status_set;

int saw_status_get(struct saw_sock *sock, struct saw_status *status);

#define SAW_STATES (SAWTOOTH_TCP_STATE_MAX + 1)
#define SAW_STATS (SAWTOOTH_STAT_MAX + 1)

/**
 * struct saw_stats - counters of the namespace
 * @has: SAWTOOTH_A_STATS_SINCE is the only bit
 * @since: CLOCK_MONOTONIC of the last reset or of the creation, nanoseconds
 * @counter: indexed by enum sawtooth_stat
 * @counted: bit N: the kernel told @counter[N]
 * @edge: how often endpoints went from the first to the second state
 * @population: endpoints in each state now
 */
struct saw_stats {
	uint64_t has;
	uint64_t since;
	uint64_t counter[SAW_STATS];
	uint64_t counted;
	uint64_t edge[SAW_STATES][SAW_STATES];
	uint64_t population[SAW_STATES];
};

int saw_stats_get(struct saw_sock *sock, struct saw_stats *stats);
int saw_stats_reset(struct saw_sock *sock);

/* Room for so many buckets, more than a module has. */
#define SAW_BUCKETS 200

/* @count times from @from nanoseconds on, but shorter than @to, if @has says that there is one. */
struct saw_bucket {
	uint64_t has;
	uint64_t from;
	uint64_t to;
	uint64_t count;
};

/* Those of its buckets that hold something, shortest times first. */
struct saw_histogram {
	uint64_t has;
	uint32_t kind;
	struct saw_bucket bucket[SAW_BUCKETS];
	unsigned int buckets;
};

extern const struct saw_set saw_bucket_set;
extern const struct saw_set saw_histogram_set;

int saw_histogram_dump(struct saw_sock *sock,
		       void (*each)(const struct saw_histogram *histogram, void *data),
		       void *data);

/* What is counted of an end at level full. */
struct saw_count {
	uint64_t has;
	uint64_t segments;	/* sent, as the next four */
	uint64_t bytes;
	uint32_t retransmits;
	uint32_t dup_acks;
	uint64_t zero_window;	/* nanoseconds */
	uint32_t duplicates;	/* received, as what follows */
	uint32_t out_of_order;
	uint32_t bad_checksums;
	uint64_t head_of_line;	/* nanoseconds */
};

struct saw_endpoint {
	uint64_t has;
	uint32_t state;
	uint64_t elapsed;	/* nanoseconds */
	uint32_t local;
	uint32_t snd_nxt;
	uint32_t rcv_nxt;
	uint32_t confidence;
	uint32_t uid;		/* of the socket, as the next two */
	uint64_t cgroup;
	uint64_t cookie;
	struct saw_count count;
};

struct saw_steer {
	uint64_t has;
	uint32_t role;
	char profile[SAWTOOTH_NAME_MAX + 1];
	uint32_t phase;
	uint32_t cwnd;		/* segments, as the next two */
	uint32_t ssthresh;
	uint32_t in_flight;
	uint32_t mss;		/* bytes */
	uint32_t srtt;		/* microseconds, as the next one */
	uint32_t min_rtt;
	uint32_t retransmits;
	uint64_t acked;		/* bytes */
	uint32_t decisions;
	uint32_t clamp;		/* segments */
	uint64_t bandwidth;	/* bytes a second */
	uint32_t queue;		/* microseconds */
	uint32_t round_loss;	/* of 10000 */
	struct sawtooth_decision decision;
};

struct saw_conn {
	uint64_t has;
	uint64_t id;
	uint8_t family;
	uint8_t saddr[16];
	uint8_t daddr[16];
	uint16_t sport;
	uint16_t dport;
	uint32_t ifindex;
	struct saw_endpoint initiator;
	struct saw_endpoint responder;
	uint64_t age;		/* nanoseconds */
	uint32_t transitions;
	uint32_t outcome;
	uint32_t teardown;
	uint32_t closer;
	uint32_t time_wait;	/* enum sawtooth_ends, as the next one */
	uint32_t reset_by;
	uint32_t reset_verdict;
	uint32_t resets_ignored;
	uint32_t fast_open;
	uint32_t mptcp;
	uint32_t syn_retransmits;
	uint32_t syn_ack_retransmits;
	uint64_t syn_leg;	/* nanoseconds, as the next one */
	uint64_t ack_leg;
	struct saw_steer steer[2];
	unsigned int steers;
};

/*
 * What a connection must have to be in a dump, or an event to be told; what @has lacks is
 * not asked.
 */
struct saw_filter {
	uint64_t has;
	uint32_t states;	/* a bit for each enum sawtooth_tcp_state */
	uint8_t family;
	uint8_t saddr[16];
	uint8_t daddr[16];
	uint8_t saddr_len;	/* bits */
	uint8_t daddr_len;
	uint16_t sport;
	uint16_t dport;
	uint32_t ifindex;
	uint8_t addr[16];	/* of either end */
	uint8_t addr_len;
	uint16_t port;		/* of either end; with @addr, of the same */
	uint32_t role;		/* of the end on this host */
	uint8_t source[16];	/* of a membership */
	uint8_t source_len;
	uint32_t uid;		/* of the socket of an end on this host, as the next one */
	uint64_t cgroup;
};

extern const struct saw_set saw_count_set;
extern const struct saw_set saw_endpoint_set;
extern const struct saw_set saw_steer_set;
extern const struct saw_set saw_conn_set;
extern const struct saw_set saw_filter_set;

int saw_conn_get(struct saw_sock *sock, uint64_t id, struct saw_conn *conn);

/* @each is called for every connection that passes @filter; NULL lets all pass. */
int saw_conn_dump(struct saw_sock *sock, const struct saw_filter *filter,
		  void (*each)(const struct saw_conn *conn, void *data), void *data);

/**
 * struct saw_tune - a change of live connections
 * @has: bits of SAWTOOTH_A_CONN_*: ID or FILTER, and what is to be changed
 * @id: of the connection
 * @filter: of those to be changed
 * @role: enum sawtooth_role, where only one end is meant
 * @ssthresh: segments
 * @clamp: upper bound of the window, segments
 * @profile: to move to
 */
struct saw_tune {
	uint64_t has;
	uint64_t id;
	struct saw_filter filter;
	uint32_t role;
	uint32_t ssthresh;
	uint32_t clamp;
	char profile[SAWTOOTH_NAME_MAX + 1];
};

/* @changed receives the number of ends that were changed; may be NULL. */
int saw_steer_tune(struct saw_sock *sock, const struct saw_tune *tune, uint32_t *changed);

struct saw_profile {
	uint64_t has;
	char name[SAWTOOTH_NAME_MAX + 1];
	uint32_t slow_start_law;
	uint32_t growth_law;
	uint32_t ssthresh_law;
	uint32_t beta;			/* thousandths */
	uint32_t fixed_ssthresh;	/* segments, as the next one */
	uint32_t initial_ssthresh;
	uint32_t beta_ecn;		/* thousandths, as the next one */
	uint32_t cubic_c;
	uint32_t max_ssthresh;		/* segments */
	uint32_t bdp_gain;		/* thousandths, as those that follow */
	uint32_t queue_threshold;
	uint32_t queue_limit;
	uint32_t loss_threshold;
	uint32_t users;
	uint32_t builtin;
};

extern const struct saw_set saw_profile_set;

int saw_profile_get(struct saw_sock *sock, const char *name, struct saw_profile *profile);
int saw_profile_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_profile *profile, void *data), void *data);

/* Change the parameters of @profile that @has names; the name must be among them. */
int saw_profile_change(struct saw_sock *sock, const struct saw_profile *profile);

/* Make one; what @has does not name is as in the textbook. */
int saw_profile_create(struct saw_sock *sock, const struct saw_profile *profile);
int saw_profile_delete(struct saw_sock *sock, const char *name);

/* Remote addresses whose connections get a profile. */
struct saw_binding {
	uint64_t has;
	uint8_t family;
	uint8_t prefix[16];
	uint8_t prefix_len;	/* bits */
	char profile[SAWTOOTH_NAME_MAX + 1];
};

extern const struct saw_set saw_binding_set;

int saw_binding_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_binding *binding, void *data), void *data);
int saw_binding_change(struct saw_sock *sock, const struct saw_binding *binding);

/* The profile of @binding is not looked at. */
int saw_binding_delete(struct saw_sock *sock, const struct saw_binding *binding);

struct saw_group_source {
	uint64_t has;
	uint8_t family;
	uint8_t address[16];
	uint64_t left;		/* nanoseconds */
};

#define SAW_GROUP_SOURCES 256

struct saw_group {
	uint64_t has;
	uint8_t family;
	uint8_t group[16];
	uint8_t host[16];
	uint32_t ifindex;
	uint32_t bridge;
	uint32_t protocol;
	uint32_t compat;
	uint32_t local;
	uint32_t mode;
	struct saw_group_source source[SAW_GROUP_SOURCES];
	unsigned int sources;
	uint64_t age;		/* nanoseconds, as the next three */
	uint64_t idle;
	uint64_t left;
	uint64_t leaving;
	uint32_t reports;
	uint32_t joins;
	uint32_t leaves;
	uint64_t rx_packets;
	uint64_t rx_bytes;
	uint64_t tx_packets;
	uint64_t tx_bytes;
};

struct saw_querier {
	uint64_t has;
	uint8_t family;
	uint32_t ifindex;
	uint8_t address[16];
	uint32_t protocol;
	uint32_t local;
	uint32_t robustness;
	uint32_t interval;	/* seconds */
	uint32_t response;	/* milliseconds */
	uint64_t idle;		/* nanoseconds, as the next one */
	uint64_t left;
};

extern const struct saw_set saw_group_source_set;
extern const struct saw_set saw_group_set;
extern const struct saw_set saw_querier_set;

/* @each is called for every membership that passes @filter; NULL lets all pass. */
int saw_group_dump(struct saw_sock *sock, const struct saw_filter *filter,
		   void (*each)(const struct saw_group *group, void *data), void *data);
int saw_querier_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_querier *querier, void *data), void *data);

/**
 * struct saw_batch - what one message of the event stream says of itself
 * @has: bits of SAWTOOTH_A_EVENT_*
 * @cpu: CPU that filled it
 * @count: records in it
 * @first: position of the first in the stream of that CPU
 * @lost: records of that CPU that the kernel did not queue since its last batch
 * @clock_offset: what to add to a time to get CLOCK_REALTIME, nanoseconds
 */
struct saw_batch {
	uint64_t has;
	uint32_t cpu;
	uint32_t count;
	uint64_t first;
	uint64_t lost;
	int64_t clock_offset;
};

/**
 * struct saw_event - one record of the stream
 * @kind: SAWTOOTH_A_EVENT_TRANSITION, _HANDSHAKE, _TEARDOWN, _DECISION, _MEMBERSHIP,
 *	_QUERIER or _TOTAL
 * @time: CLOCK_MONOTONIC, nanoseconds
 * @seq: position in the stream of this socket, from 0
 * @transition: the record, if that is its @kind
 * @handshake: likewise
 * @teardown: likewise
 * @decision: likewise
 * @membership: likewise
 * @querier: likewise
 * @total: likewise
 */
struct saw_event {
	unsigned int kind;
	union {
		struct {
			uint64_t time;
			uint64_t seq;
		};
		struct sawtooth_transition transition;
		struct sawtooth_handshake handshake;
		struct sawtooth_teardown_record teardown;
		struct sawtooth_decision decision;
		struct sawtooth_membership_record membership;
		struct sawtooth_querier_record querier;
		struct sawtooth_total total;
	};
};

/* The description of the record in an event of @kind, NULL if there is none; its name. */
const struct saw_set *saw_event_set(unsigned int kind);
const char *saw_event_name(unsigned int kind);

/**
 * struct saw_wish - what events a socket wants
 * @has: bits of SAWTOOTH_A_EVENT_FILTER, _KINDS, _DELAY; what is missing is not asked
 * @filter: where they happen
 * @kinds: a bit for each enum sawtooth_event_kind
 * @delay: how long the kernel may keep an event to send it with others, milliseconds
 */
struct saw_wish {
	uint64_t has;
	struct saw_filter filter;
	uint32_t kinds;
	uint32_t delay;
};

/*
 * Get the events from now on: @bytes of receive queue, or as much as is allowed. The socket
 * is good for nothing else then: an event that comes before the answer to another request
 * would be passed over.
 */
int saw_event_subscribe(struct saw_sock *sock, const struct saw_wish *wish, unsigned int bytes);

/* To poll() for reading. */
int saw_event_fd(const struct saw_sock *sock);

/*
 * Read one batch, if there is one: first @begin, then @each for its records.
 * -EAGAIN when nothing is queued.
 */
int saw_event_read(struct saw_sock *sock,
		   void (*begin)(const struct saw_batch *batch, void *data),
		   void (*each)(const struct saw_event *event, void *data), void *data);

#define SAW_LOSS_CPUS 1024

/**
 * struct saw_loss - counts what is missing in a stream of batches
 * @next: position that the next batch of each CPU should begin with
 * @kernel: records that the kernel did not queue
 * @queue: records of batches that did not fit in the receive queue
 */
struct saw_loss {
	uint64_t next[SAW_LOSS_CPUS];
	uint64_t kernel;
	uint64_t queue;
};

/*
 * Take note of @batch. What is missing right before it goes to @kernel and
 * @queue; true if that is anything.
 */
bool saw_loss_note(struct saw_loss *loss, const struct saw_batch *batch,
		   uint64_t *kernel, uint64_t *queue);

#endif /* SAWTOOTH_H */
