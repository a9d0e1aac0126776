// SPDX-License-Identifier: GPL-2.0
/*
 * Connections: a table, one in full, or either again and again to record a series.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "explain.h"
#include "filter.h"
#include "naming.h"
#include "print.h"
#include "process.h"
#include "text.h"

static enum paint paint_states(const char *cell, size_t len)
{
	const char *end = memchr(cell, ' ', len);
	int state = saw_word_find(&saw_tcp_state_words, cell, end ? (size_t)(end - cell) : len);

	return state < 0 ? PLAIN : state_paint(state);
}

static const struct column columns[] = {
	{ .head = "ID", .right = true },
	{ .head = "INITIATOR" },
	{ .head = "RESPONDER" },
	{ .head = "STATE OF BOTH ENDS", .paint = paint_states },
	{ .head = "AGE", .right = true },
	{ .head = "DEV" },
};

static int steer_line(char *line, size_t size, const struct saw_steer *steer)
{
	char srtt[DURATION_SIZE], limit[DURATION_SIZE];

	return snprintf(line, size,
			"steered: %s, %s, cwnd %u, ssthresh %s, in flight %u, srtt %s, profile %s",
			word_or_number(&saw_role_words, steer->role),
			word_or_number(&saw_phase_words, steer->phase), steer->cwnd,
			threshold(limit, steer->ssthresh), steer->in_flight,
			duration(srtt, steer->srtt * UINT64_C(1000)), steer->profile);
}

/* The end in @role if it is one of this host whose socket is known, or NULL. */
static const struct saw_endpoint *owned(const struct saw_conn *conn, unsigned int role)
{
	const struct saw_endpoint *end =
		role == SAWTOOTH_ROLE_INITIATOR ? &conn->initiator : &conn->responder;

	return SAW_HAS(end, SAWTOOTH_A_ENDPOINT_COOKIE) ? end : NULL;
}

/* What stands below a connection in the table, a line each; empty if nothing does. */
static void put_note(char *note, size_t size, const struct saw_conn *conn)
{
	const struct saw_endpoint *end;
	char line[256];
	unsigned int i;
	int used = 0;

	*note = 0;
	for (i = 0; i < conn->steers; i++) {
		steer_line(line, sizeof(line), &conn->steer[i]);
		used += snprintf(note + used, size - used, "%s%s", used ? "\n  " : "", line);
	}
	for (i = 0; options.processes && i < 2; i++) {
		end = owned(conn, i);
		if (end && process_line(line, sizeof(line), end->cookie))
			used += snprintf(note + used, size - used, "%s%s: %s",
					 used ? "\n  " : "", word_or_number(&saw_role_words, i),
					 line);
	}
}

static void add_row(const struct saw_conn *conn, void *data)
{
	char from[NAME_SIZE], to[NAME_SIZE], dev[NAME_SIZE];
	char id[24], states[40], age[DURATION_SIZE], note[1200];
	const char *const cells[] = { id, from, to, states, age, dev };

	*number_put(id, conn->id, 1) = 0;
	socket_name(from, conn->family, conn->saddr, conn->sport);
	socket_name(to, conn->family, conn->daddr, conn->dport);
	strcpy(states, state_name(conn->initiator.state));
	if (conn->initiator.state != conn->responder.state) {
		strcat(states, " / ");
		strcat(states, state_name(conn->responder.state));
	}
	duration(age, conn->age);
	device_name(dev, conn->ifindex);
	put_note(note, sizeof(note), conn);
	table_add(data, cells, *note ? note : NULL);
}

/* The cookie as ss has it, in hexadecimal digits. */
static void print_owner(const struct saw_endpoint *end)
{
	char line[256];

	if (!SAW_HAS(end, SAWTOOTH_A_ENDPOINT_COOKIE))
		return;
	printf("  %-12ssocket sk:%" PRIx64, "", end->cookie);
	if (SAW_HAS(end, SAWTOOTH_A_ENDPOINT_UID))
		printf(", uid %u", end->uid);
	if (SAW_HAS(end, SAWTOOTH_A_ENDPOINT_CGROUP))
		printf(", cgroup %" PRIu64, end->cgroup);
	putchar('\n');
	if (options.processes && process_line(line, sizeof(line), end->cookie))
		printf("  %-12sheld by %s\n", "", line);
}

/* What reached an end is known only of one on this host. */
static void print_count(const struct saw_count *count)
{
	char lasted[DURATION_SIZE];

	printf("  %-12ssent %" PRIu64 " segments, %" PRIu64 " bytes", "", count->segments,
	       count->bytes);
	if (SAW_HAS(count, SAWTOOTH_A_COUNT_RETRANSMITS))
		printf(", %u sent again", count->retransmits);
	printf(", %u duplicate ACKs, no window for %s\n", count->dup_acks,
	       duration(lasted, count->zero_window));
	if (SAW_HAS(count, SAWTOOTH_A_COUNT_DUPLICATES))
		printf("  %-12sreceived %u twice, %u out of order, %u damaged; waited %s behind holes\n",
		       "", count->duplicates, count->out_of_order, count->bad_checksums,
		       duration(lasted, count->head_of_line));
}

static void print_end(const char *role, const struct saw_endpoint *end, const char *name)
{
	char elapsed[DURATION_SIZE];

	printf("  %-12s%s (%s)\n", role, name, end->local ? "this host" : "remote");
	printf("  %-12s%s%s%s for %s, %s", "", paint(state_paint(end->state)),
	       state_name(end->state), paint(PLAIN), duration(elapsed, end->elapsed),
	       word_or_number(&saw_confidence_words, end->confidence));
	if (SAW_HAS(end, SAWTOOTH_A_ENDPOINT_SND_NXT))
		printf(", snd-nxt %u", end->snd_nxt);
	if (SAW_HAS(end, SAWTOOTH_A_ENDPOINT_RCV_NXT))
		printf(", rcv-nxt %u", end->rcv_nxt);
	putchar('\n');
	print_owner(end);
	if (SAW_HAS(end, SAWTOOTH_A_ENDPOINT_COUNT))
		print_count(&end->count);
}

static void print_handshake(const struct saw_conn *conn)
{
	char leg[DURATION_SIZE];

	printf("  %-12s%s", "handshake", word_or_number(&saw_outcome_words, conn->outcome));
	if (SAW_HAS(conn, SAWTOOTH_A_CONN_SYN_LEG) && conn->syn_leg)
		printf(", SYN to SYN-ACK %s", duration(leg, conn->syn_leg));
	if (SAW_HAS(conn, SAWTOOTH_A_CONN_ACK_LEG) && conn->ack_leg)
		printf(", SYN-ACK to ACK %s", duration(leg, conn->ack_leg));
	if (conn->syn_retransmits)
		printf(", SYN sent again %u times", conn->syn_retransmits);
	if (conn->syn_ack_retransmits)
		printf(", SYN-ACK sent again %u times", conn->syn_ack_retransmits);
	putchar('\n');
}

static void print_steer(const struct saw_steer *steer)
{
	char srtt[DURATION_SIZE], min_rtt[DURATION_SIZE], limit[DURATION_SIZE];

	printf("  %-12s%s by profile %s: %s\n", "steered",
	       word_or_number(&saw_role_words, steer->role), steer->profile,
	       word_or_number(&saw_phase_words, steer->phase));
	printf("  %-12scwnd %u, ssthresh %s, in flight %u segments of %u bytes\n", "",
	       steer->cwnd, threshold(limit, steer->ssthresh), steer->in_flight, steer->mss);
	printf("  %-12ssrtt %s, smallest RTT %s\n", "",
	       duration(srtt, steer->srtt * UINT64_C(1000)),
	       duration(min_rtt, steer->min_rtt * UINT64_C(1000)));
	printf("  %-12s%" PRIu64 " bytes acknowledged, %u segments sent again, %u ssthresh decisions\n",
	       "", steer->acked, steer->retransmits, steer->decisions);
	if (SAW_HAS(steer, SAWTOOTH_A_STEER_DECISION))
		explain(&steer->decision, steer->mss);
}

/* A line for an enum whose 0 is nothing that is worth one, as is an absent member. */
static void print_word(const char *title, const struct saw_words *words, unsigned int value)
{
	if (value)
		printf("  %-12s%s\n", title, word_or_number(words, value));
}

static void print_conn(const struct saw_conn *conn)
{
	char text[NAME_SIZE], age[DURATION_SIZE];
	unsigned int i;

	printf("%sconnection %" PRIu64 "%s\n", paint(HEADING), conn->id, paint(PLAIN));
	print_end("initiator", &conn->initiator,
		  socket_name(text, conn->family, conn->saddr, conn->sport));
	print_end("responder", &conn->responder,
		  socket_name(text, conn->family, conn->daddr, conn->dport));
	printf("  %-12s%s\n", "interface", device_name(text, conn->ifindex));
	printf("  %-12s%s, %u transitions\n", "age", duration(age, conn->age),
	       conn->transitions);
	print_handshake(conn);
	if (SAW_HAS(conn, SAWTOOTH_A_CONN_TEARDOWN) && conn->teardown) {
		printf("  %-12s%s", "teardown",
		       word_or_number(&saw_teardown_words, conn->teardown));
		if (SAW_HAS(conn, SAWTOOTH_A_CONN_CLOSER))
			printf(", the %s closed first",
			       word_or_number(&saw_role_words, conn->closer));
		putchar('\n');
	}
	print_word("TIME-WAIT", &saw_ends_words, conn->time_wait);
	print_word("reset by", &saw_ends_words, conn->reset_by);
	if (conn->resets_ignored)
		printf("  %-12s%u, the last %s\n", "RST ignored", conn->resets_ignored,
		       word_or_number(&saw_reset_verdict_words, conn->reset_verdict));
	print_word("fast open", &saw_fast_open_words, conn->fast_open);
	print_word("MPTCP", &saw_mptcp_words, conn->mptcp);
	for (i = 0; i < conn->steers; i++)
		print_steer(&conn->steer[i]);
}

/**
 * struct json_lines - connections as JSON while they come
 * @text: what will be written next
 * @time: in each object, CLOCK_MONOTONIC, nanoseconds
 * @count: objects so far
 */
struct json_lines {
	struct text text;
	uint64_t time;
	uint64_t count;
};

static void add_processes(struct text *text, const struct saw_conn *conn)
{
	unsigned int role, count = 0;

	text_add(text, ",\"processes\":[");
	for (role = 0; role < 2; role++)
		if (owned(conn, role))
			process_json(text, role, owned(conn, role)->cookie, &count);
	text_add(text, "]");
}

/* The members of an object and its end. */
static void add_object(struct text *text, const struct saw_conn *conn, bool first)
{
	json_members(text, &saw_conn_set, conn, first);
	if (options.processes)
		add_processes(text, conn);
	text_add(text, "}");
}

static void add_element(const struct saw_conn *conn, void *data)
{
	struct json_lines *lines = data;

	text_line(&lines->text);
	text_add(&lines->text, lines->count++ ? ",{" : "[{");
	add_object(&lines->text, conn, true);
}

static void add_line(const struct saw_conn *conn, void *data)
{
	struct json_lines *lines = data;

	text_line(&lines->text);
	text_add(&lines->text, "{\"time\":");
	text_number(&lines->text, lines->time / NSEC_PER_SEC, 1);
	text_add(&lines->text, ".");
	text_number(&lines->text, lines->time % NSEC_PER_SEC, 9);
	add_object(&lines->text, conn, false);
	text_add(&lines->text, "\n");
}

/* What to look at: one connection, or those that pass the filter. */
struct look {
	bool one;
	uint64_t id;
	struct saw_filter filter;
};

static int look_json(struct saw_sock *sock, const struct look *look)
{
	static struct json_lines lines;
	struct saw_conn conn;
	int ret;

	if (look->one) {
		ret = saw_conn_get(sock, look->id, &conn);
		if (!ret) {
			text_add(&lines.text, "{");
			add_object(&lines.text, &conn, true);
			text_add(&lines.text, "\n");
		}
		text_flush(&lines.text);
		return ret;
	}
	ret = saw_conn_dump(sock, &look->filter, add_element, &lines);
	/* what has begun is brought to its end */
	if (!ret || lines.count)
		text_add(&lines.text, lines.count ? "]\n" : "[]\n");
	text_flush(&lines.text);
	return ret;
}

static int look_text(struct saw_sock *sock, const struct look *look)
{
	struct table table = { .columns = columns, .width = ARRAY_SIZE(columns) };
	struct saw_conn conn;
	int ret;

	if (look->one) {
		ret = saw_conn_get(sock, look->id, &conn);
		if (!ret)
			print_conn(&conn);
		return ret;
	}
	ret = saw_conn_dump(sock, &look->filter, add_row, &table);
	if (!ret)
		table_print(&table, "no connections");
	return ret;
}

/* Who holds the sockets, before they are told of; without it the rest is told. */
static void look_at_processes(void)
{
	if (options.processes && !process_look())
		fprintf(stderr, "sawtooth: the processes cannot be looked for: %s\n",
			strerror(errno));
}

/* One sample of a series: in JSON a line for each connection, with the time. */
static int sample(struct saw_sock *sock, const struct look *look)
{
	static struct json_lines lines;
	struct saw_conn conn;
	int ret;

	look_at_processes();
	lines.time = now_ns();
	if (!options.json) {
		printf("%sat %" PRIu64 ".%09" PRIu64 "%s\n", paint(HEADING),
		       lines.time / NSEC_PER_SEC, lines.time % NSEC_PER_SEC, paint(PLAIN));
		ret = look_text(sock, look);
	} else if (look->one) {
		ret = saw_conn_get(sock, look->id, &conn);
		if (!ret)
			add_line(&conn, &lines);
	} else {
		ret = saw_conn_dump(sock, &look->filter, add_line, &lines);
	}
	text_flush(&lines.text);
	fflush(stdout);
	return ret;
}

static int series(struct saw_sock *sock, const struct look *look)
{
	uint64_t next = now_ns(), taken = 0;
	int ret;

	for (;;) {
		struct timespec until;

		ret = sample(sock, look);
		/* the end of the connection is the end of its series */
		if (ret == -ENOENT && taken)
			return 0;
		if (ret || ++taken == options.count)
			return ret;
		next += options.every;
		until.tv_sec = next / NSEC_PER_SEC;
		until.tv_nsec = next % NSEC_PER_SEC;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	}
}

int cmd_conn(int argc, char **argv)
{
	char error[FILTER_ERROR_SIZE];
	struct look look = {};
	struct saw_sock *sock;
	int ret;

	if (argc && argv[0][0] >= '0' && argv[0][0] <= '9') {
		look.one = true;
		if (!parse_u64(argv[0], 0, UINT64_MAX, &look.id))
			return bad_input("\"%s\" is no connection id, which is a number", argv[0]);
		if (argc > 1)
			return bad_input("conn takes an id or a filter, not both");
	} else if (!filter_parse(argc, argv, &look.filter, error)) {
		return bad_input("%s", error);
	}
	if (options.count && !options.every)
		return bad_input("conn takes --count only with --every SECONDS");
	sock = connect_module();
	if (!sock)
		return 1;
	if (options.every) {
		ret = series(sock, &look);
	} else {
		look_at_processes();
		ret = options.json ? look_json(sock, &look) : look_text(sock, &look);
	}
	if (ret)
		ret = look.one ? failed(saw_failure(sock), "conn %" PRIu64, look.id) :
				 failed(saw_failure(sock), "conn");
	saw_close(sock);
	return ret;
}
