// SPDX-License-Identifier: GPL-2.0
/*
 * The event stream as it happens, after the connections that are there. The kernel sends
 * only what is asked for. Everything queued is read before anything waits;
 * output is flushed when there is no more to read, so that a reader at the other
 * end of a pipe sees each event at once and a busy stream costs few writes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exec.h"
#include "filter.h"
#include "monitor.h"
#include "present.h"

/*
 * Signals so far, and the time of the first. After one the monitor still tells what
 * had happened until then; the second ends it at once.
 */
static unsigned int signals;
static uint64_t stop_time;

static void stop(int signal)
{
	(void)signal;
	if (!__atomic_fetch_add(&signals, 1, __ATOMIC_RELAXED))
		__atomic_store_n(&stop_time, now_ns(), __ATOMIC_RELAXED);
}

static unsigned int stopped(void)
{
	return __atomic_load_n(&signals, __ATOMIC_RELAXED);
}

/* What will be written next. */
static struct text out;

/**
 * struct monitor - what is being followed
 * @wish: what was asked for
 * @conns: begin with the connections that are there
 * @present: those
 * @merge: brings the batches of all CPUs into one order
 * @loss: counts what is missing
 * @origin: of the batch that is being read
 * @notice: what was missing before it
 * @notice_due: @notice is not yet placed
 * @now: time of the last look at the clock
 * @last: time of the last event printed
 * @printed: events printed
 * @over: an event came that happened after the signal
 * @failed: the program of an event could not be started
 */
struct monitor {
	struct saw_wish wish;
	bool conns;
	struct present present;
	struct merge merge;
	struct saw_loss loss;
	struct origin origin;
	struct loss notice;
	bool notice_due;
	uint64_t now;
	uint64_t last;
	uint64_t printed;
	bool over;
	bool failed;
};

static void need(bool memory)
{
	if (memory)
		return;
	fputs("sawtooth: out of memory\n", stderr);
	exit(1);
}

static void add(struct monitor *monitor, const struct merge_item *item)
{
	need(merge_add(&monitor->merge, item, monitor->now));
}

/* A notice stands right before the first event of the batch that told of it. */
static void place_notice(struct monitor *monitor, uint64_t seq)
{
	struct merge_item item = {
		.seq = seq, .origin = monitor->origin, .loss = monitor->notice };

	monitor->notice_due = false;
	add(monitor, &item);
}

static void begin(const struct saw_batch *batch, void *data)
{
	struct monitor *monitor = data;

	if (monitor->notice_due)
		place_notice(monitor, 0);
	monitor->origin.cpu = batch->cpu;
	monitor->origin.clock_offset = batch->clock_offset;
	monitor->notice_due = saw_loss_note(&monitor->loss, batch, &monitor->notice.kernel,
					    &monitor->notice.queue);
}

static bool enough(const struct monitor *monitor)
{
	return monitor->failed || (options.count && monitor->printed >= options.count);
}

/* Print @event, unless the dump has told it. */
static void show(struct monitor *monitor, const struct saw_event *event,
		 const struct origin *origin)
{
	if (present_has(&monitor->present, event))
		return;
	if (options.json)
		line_json(&out, event, origin);
	else
		line_text(&out, event, origin);
	monitor->printed++;
	monitor->last = monitor->now;
	if (options.exec) {
		text_flush(&out);
		fflush(stdout);
		monitor->failed = !exec_event(options.exec, event);
	}
}

static void wait_turn(struct monitor *monitor, const struct saw_event *event)
{
	struct merge_item item = {
		.seq = event->seq, .origin = monitor->origin, .event = *event };

	add(monitor, &item);
}

static void each(const struct saw_event *event, void *data)
{
	struct monitor *monitor = data;

	/* batches of one CPU come in order: no later one of it has anything older */
	if (stopped() && event->time > __atomic_load_n(&stop_time, __ATOMIC_RELAXED)) {
		monitor->over = true;
		return;
	}
	if (monitor->notice_due)
		place_notice(monitor, event->seq);
	if (!enough(monitor) && merge_pass(&monitor->merge, event->seq))
		show(monitor, event, &monitor->origin);
	else
		wait_turn(monitor, event);
}

/* Print what has its turn at @now. */
static void print_ready(struct monitor *monitor, uint64_t now)
{
	struct merge_item item;

	while (!enough(monitor) && merge_take(&monitor->merge, now, &item)) {
		if (item.event.kind)
			show(monitor, &item.event, &item.origin);
		else
			line_loss(&out, &item.loss, &item.origin);
	}
}

/* Read all that is queued; 0 when there is no more. */
static int drain(struct monitor *monitor, struct saw_sock *sock)
{
	int ret = 0;

	while (!ret && stopped() < 2 && !monitor->over && !enough(monitor)) {
		monitor->now = now_ns();
		ret = saw_event_read(sock, begin, each, monitor);
		if (monitor->notice_due)
			place_notice(monitor, 0);
		print_ready(monitor, monitor->now);
	}
	return ret == -EAGAIN || ret == -EINTR ? 0 : ret;
}

/* Wait for events until @when. A signal that comes between the look and the wait ends it too. */
static void wait_until(struct saw_sock *sock, uint64_t when)
{
	struct pollfd poll = { .fd = saw_event_fd(sock), .events = POLLIN };
	uint64_t now = now_ns(), wait = when > now ? when - now : 0;
	struct timespec timeout = {
		.tv_sec = wait / NSEC_PER_SEC, .tv_nsec = wait % NSEC_PER_SEC };
	sigset_t block, before;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &before);
	if (!stopped())
		ppoll(&poll, 1, when == UINT64_MAX ? NULL : &timeout, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Until a signal, the count, the idle time or an error. */
static int follow(struct monitor *monitor, struct saw_sock *sock)
{
	int ret;

	monitor->now = now_ns();
	monitor->last = monitor->now;
	for (;;) {
		uint64_t until, idle = UINT64_MAX;

		ret = drain(monitor, sock);
		text_flush(&out);
		fflush(stdout);
		if (ret || stopped() || enough(monitor))
			return ret;
		if (options.idle)
			idle = monitor->last + options.idle;
		/* events that still wait for their turn are no idleness */
		if (idle <= monitor->now && !monitor->merge.count)
			return 0;
		until = merge_deadline(&monitor->merge);
		wait_until(sock, idle < until && !monitor->merge.count ? idle : until);
	}
}

static void catch_signals(void)
{
	/* a write that a signal interrupts goes on; a wait does not */
	struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* The kinds of events at the beginning of the words; returns how many words they are. */
static int parse_kinds(int argc, char **argv, struct monitor *monitor)
{
	static const char *const words[] = {
		[SAWTOOTH_EVENT_KIND_TRANSITION] = "transitions",
		[SAWTOOTH_EVENT_KIND_HANDSHAKE] = "handshakes",
		[SAWTOOTH_EVENT_KIND_TEARDOWN] = "teardowns",
		[SAWTOOTH_EVENT_KIND_DECISION] = "decisions",
		[SAWTOOTH_EVENT_KIND_MEMBERSHIP] = "memberships",
		[SAWTOOTH_EVENT_KIND_QUERIER] = "queriers",
		[SAWTOOTH_EVENT_KIND_TOTAL] = "totals",
	};
	uint32_t kinds = 0;
	unsigned int i;
	int used;

	for (used = 0; used < argc; used++) {
		if (!strcmp(argv[used], "conns")) {
			monitor->conns = true;
			continue;
		}
		for (i = 0; i < ARRAY_SIZE(words); i++)
			if (!strcmp(argv[used], words[i]))
				break;
		if (i == ARRAY_SIZE(words))
			break;
		kinds |= 1u << i;
	}
	monitor->conns = (monitor->conns || !used) && !options.no_dump;
	/* without one it is all of them, also those that this command does not know */
	if (used) {
		monitor->wish.kinds = kinds;
		monitor->wish.has |= SAW_BIT(SAWTOOTH_A_EVENT_KINDS);
	}
	return used;
}

static void summary(const struct monitor *monitor)
{
	const struct saw_loss *loss = &monitor->loss;

	fprintf(stderr, "%" PRIu64 " events, %" PRIu64 " lost ", monitor->printed,
		loss->kernel + loss->queue);
	fprintf(stderr, "(%" PRIu64 " not queued by the kernel, ", loss->kernel);
	fprintf(stderr, "%" PRIu64 " did not fit in the receive queue)\n", loss->queue);
}

/* One that is there at the start. */
static void show_conn(const struct saw_conn *conn, void *data)
{
	struct monitor *monitor = data;

	need(present_add(&monitor->present, conn->id, conn->transitions));
	if (options.json)
		line_json_conn(&out, conn);
	else
		line_text_conn(&out, conn);
}

/*
 * The connections that are there, over a socket of its own, because that of the events may
 * get some at any time. They wait until this is over.
 */
static int show_conns(struct monitor *monitor)
{
	struct saw_sock *sock = connect_module();
	int ret;

	if (!sock)
		return 1;
	ret = saw_conn_dump(sock, &monitor->wish.filter, show_conn, monitor);
	text_flush(&out);
	fflush(stdout);
	if (ret)
		ret = failed(saw_failure(sock), "monitor");
	saw_close(sock);
	return ret;
}

static int begin_stream(struct monitor *monitor, struct saw_sock *sock)
{
	int ret;

	/* who looks on wants to see each event at once, and cannot read many */
	if (isatty(STDOUT_FILENO))
		monitor->wish.has |= SAW_BIT(SAWTOOTH_A_EVENT_DELAY);
	if (monitor->wish.filter.has)
		monitor->wish.has |= SAW_BIT(SAWTOOTH_A_EVENT_FILTER);
	ret = saw_event_subscribe(sock, &monitor->wish, options.queue);
	if (ret)
		return failed(saw_failure(sock), "monitor");
	ret = monitor->conns ? show_conns(monitor) : 0;
	if (ret)
		return ret;
	if (options.ready_fd >= 0 && write(options.ready_fd, "\n", 1) != 1)
		return bad_input("--ready-fd %d: %s", options.ready_fd, strerror(errno));
	return 0;
}

static int run(struct monitor *monitor, struct saw_sock *sock)
{
	int ret;

	catch_signals();
	ret = begin_stream(monitor, sock);
	if (ret)
		return ret;
	ret = follow(monitor, sock);
	print_ready(monitor, UINT64_MAX);
	text_flush(&out);
	fflush(stdout);
	if (ret)
		failed(saw_failure(sock), "monitor");
	summary(monitor);
	return ret || monitor->failed ? 1 : 0;
}

int cmd_monitor(int argc, char **argv)
{
	static struct monitor monitor;
	char error[FILTER_ERROR_SIZE];
	struct saw_sock *sock;
	int used, ret = 1;

	used = parse_kinds(argc, argv, &monitor);
	if (!filter_parse(argc - used, argv + used, &monitor.wish.filter, error))
		return bad_input("%s; or conns, transitions, handshakes, teardowns, decisions, memberships, queriers, totals before them",
				 error);
	if (options.ready_fd >= 0 && fcntl(options.ready_fd, F_GETFD) < 0)
		return bad_input("--ready-fd %d is not an open descriptor", options.ready_fd);
	sock = connect_module();
	if (sock)
		ret = run(&monitor, sock);
	saw_close(sock);
	free(monitor.merge.items);
	free(monitor.present.slots);
	return ret;
}
