// SPDX-License-Identifier: GPL-2.0
/*
 * The series of what the congestion control does: a sample of every steered end again and
 * again, and each decision on ssthresh when it is made. Lines of JSON, for "plot" and others.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "filter.h"
#include "monitor.h"

#define EVERY (NSEC_PER_SEC / 10)

/**
 * struct record - a recording
 * @one: of one connection, that of @id; else of those that pass the filter of @wish
 * @id: its id
 * @wish: the events that are asked for
 * @time: of the sample that is taken
 * @ends: steered ends in it
 * @loss: counts the decisions that are missing
 * @notice: what was missing before the batch that is read
 * @origin: of that batch
 */
struct record {
	bool one;
	uint64_t id;
	struct saw_wish wish;
	uint64_t time;
	unsigned int ends;
	struct saw_loss loss;
	struct loss notice;
	struct origin origin;
};

/* What will be written next. */
static struct text out;

static void add_end(const struct record *record, const struct saw_conn *conn,
		    const struct saw_steer *steer)
{
	struct saw_steer state = *steer;
	struct saw_conn who = *conn;

	/* the decisions have lines of their own, and the rest of the connection is in "conn" */
	state.has &= ~SAW_BIT(SAWTOOTH_A_STEER_DECISION);
	who.has &= SAW_BIT(SAWTOOTH_A_CONN_ID) | SAW_BIT(SAWTOOTH_A_CONN_SADDR) |
		   SAW_BIT(SAWTOOTH_A_CONN_DADDR) | SAW_BIT(SAWTOOTH_A_CONN_SPORT) |
		   SAW_BIT(SAWTOOTH_A_CONN_DPORT);
	text_line(&out);
	text_add(&out, "{\"event\":\"sample\",\"time\":");
	text_number(&out, record->time, 1);
	json_members(&out, &saw_conn_set, &who, false);
	json_members(&out, &saw_steer_set, &state, false);
	text_add(&out, "}\n");
}

static void add_ends(const struct saw_conn *conn, void *data)
{
	struct record *record = data;
	unsigned int i;

	for (i = 0; i < conn->steers; i++)
		add_end(record, conn, &conn->steer[i]);
	record->ends += conn->steers;
}

static int sample(struct saw_sock *sock, struct record *record)
{
	struct saw_conn conn;
	int ret;

	record->time = now_ns();
	record->ends = 0;
	if (!record->one)
		return saw_conn_dump(sock, &record->wish.filter, add_ends, record);
	ret = saw_conn_get(sock, record->id, &conn);
	if (!ret)
		add_ends(&conn, record);
	return ret;
}

static void begin(const struct saw_batch *batch, void *data)
{
	struct record *record = data;

	record->origin.cpu = batch->cpu;
	record->origin.clock_offset = batch->clock_offset;
	if (saw_loss_note(&record->loss, batch, &record->notice.kernel, &record->notice.queue))
		line_loss(&out, &record->notice, &record->origin);
}

static void each(const struct saw_event *event, void *data)
{
	struct record *record = data;

	if (!record->one || event->decision.conn == record->id)
		line_json(&out, event, &record->origin);
}

/* Write the decisions that come until @when. */
static int listen_until(struct saw_sock *events, struct record *record, uint64_t when)
{
	struct pollfd poll = { .fd = saw_event_fd(events), .events = POLLIN };
	int ret;

	for (;;) {
		struct timespec wait;
		uint64_t now;

		do
			ret = saw_event_read(events, begin, each, record);
		while (!ret);
		text_flush(&out);
		fflush(stdout);
		if (ret != -EAGAIN && ret != -EINTR)
			return ret;
		now = now_ns();
		if (now >= when)
			return 0;
		wait.tv_sec = (when - now) / NSEC_PER_SEC;
		wait.tv_nsec = (when - now) % NSEC_PER_SEC;
		ppoll(&poll, 1, &wait, NULL);
	}
}

/* Until what is recorded is over, or the samples are enough. */
static int series(struct saw_sock *sock, struct saw_sock *events, struct record *record)
{
	uint64_t next = now_ns(), taken = 0, every = options.every ? options.every : EVERY;
	bool seen = false;
	int ret;

	do {
		ret = sample(sock, record);
		if (ret && !(ret == -ENOENT && seen))
			return failed(saw_failure(sock), "record");
		if (ret || (seen && !record->ends))
			next = 0;
		else
			next += every;
		seen |= record->ends;
		ret = listen_until(events, record, ++taken == options.count ? 0 : next);
		if (ret)
			return failed(saw_failure(events), "record");
	} while (next && taken != options.count);
	return 0;
}

static int run(struct record *record, struct saw_sock *sock)
{
	struct saw_sock *events = connect_module();
	int ret;

	if (!events)
		return 1;
	ret = saw_event_subscribe(events, &record->wish, options.queue);
	if (ret)
		ret = failed(saw_failure(events), "record");
	else if (options.ready_fd >= 0 && write(options.ready_fd, "\n", 1) != 1)
		ret = bad_input("--ready-fd %d: %s", options.ready_fd, strerror(errno));
	else
		ret = series(sock, events, record);
	saw_close(events);
	return ret;
}

int cmd_record(int argc, char **argv)
{
	static struct record record;
	char error[FILTER_ERROR_SIZE];
	struct saw_sock *sock;
	int ret;

	if (argc && argv[0][0] >= '0' && argv[0][0] <= '9') {
		record.one = true;
		if (argc > 1 || !parse_u64(argv[0], 0, UINT64_MAX, &record.id))
			return bad_input("record takes one id, which is a number, or a filter");
	} else if (!filter_parse(argc, argv, &record.wish.filter, error)) {
		return bad_input("%s", error);
	}
	if (options.ready_fd >= 0 && fcntl(options.ready_fd, F_GETFD) < 0)
		return bad_input("--ready-fd %d is not an open descriptor", options.ready_fd);
	record.wish.kinds = 1u << SAWTOOTH_EVENT_KIND_DECISION;
	record.wish.delay = 0;
	record.wish.has = SAW_BIT(SAWTOOTH_A_EVENT_KINDS);
	if (record.wish.filter.has)
		record.wish.has |= SAW_BIT(SAWTOOTH_A_EVENT_FILTER);
	sock = connect_module();
	if (!sock)
		return 1;
	ret = run(&record, sock);
	saw_close(sock);
	return ret;
}
