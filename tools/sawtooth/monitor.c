// SPDX-License-Identifier: GPL-2.0
/*
 * The event stream as it happens. Everything queued is read before anything waits;
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

#include "filter.h"
#include "monitor.h"

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

/**
 * struct monitor - what is being followed
 * @kinds: a bit for each kind of event to print
 * @filter: what they must have
 * @merge: brings the batches of all CPUs into one order
 * @loss: counts what is missing
 * @batch: the one that is being read
 * @notice: what was missing before it
 * @notice_due: @notice is not yet placed
 * @now: time of the last look at the clock
 * @last: time of the last event printed
 * @printed: events printed
 * @over: an event came that happened after the signal
 */
struct monitor {
	unsigned int kinds;
	struct saw_filter filter;
	struct merge merge;
	struct saw_loss loss;
	struct saw_batch batch;
	struct merge_item notice;
	bool notice_due;
	uint64_t now;
	uint64_t last;
	uint64_t printed;
	bool over;
};

static void add(struct monitor *monitor, const struct merge_item *item)
{
	if (merge_add(&monitor->merge, item, monitor->now))
		return;
	fputs("sawtooth: out of memory\n", stderr);
	exit(1);
}

/* A notice stands right before the first event of the batch that told of it. */
static void place_notice(struct monitor *monitor, uint64_t seq)
{
	if (!monitor->notice_due)
		return;
	monitor->notice_due = false;
	monitor->notice.seq = seq;
	add(monitor, &monitor->notice);
}

static void begin(const struct saw_batch *batch, void *data)
{
	struct monitor *monitor = data;
	struct merge_item *notice = &monitor->notice;

	place_notice(monitor, 0);
	monitor->batch = *batch;
	memset(notice, 0, sizeof(*notice));
	notice->cpu = batch->cpu;
	notice->clock_offset = batch->clock_offset;
	monitor->notice_due = saw_loss_note(&monitor->loss, batch, &notice->kernel,
					    &notice->queue);
}

static bool enough(const struct monitor *monitor)
{
	return options.count && monitor->printed >= options.count;
}

/* Print @item if it is asked for. */
static void show(struct monitor *monitor, const struct merge_item *item)
{
	unsigned int kind = item->event.kind;

	if (kind && (!(monitor->kinds & (1u << kind)) ||
		     !filter_event(&monitor->filter, &item->event)))
		return;
	if (options.json)
		json_print(line_json(item));
	else
		line_print(item);
	monitor->printed += kind != 0;
	if (kind)
		monitor->last = monitor->now;
}

static void each(const struct saw_event *event, void *data)
{
	struct monitor *monitor = data;
	struct merge_item item = {
		.seq = event->seq,
		.cpu = monitor->batch.cpu,
		.clock_offset = monitor->batch.clock_offset,
		.event = *event,
	};

	/* batches of one CPU come in order: no later one of it has anything older */
	if (stopped() && event->time > __atomic_load_n(&stop_time, __ATOMIC_RELAXED)) {
		monitor->over = true;
		return;
	}
	place_notice(monitor, event->seq);
	if (!enough(monitor) && merge_pass(&monitor->merge, event->seq))
		show(monitor, &item);
	else
		add(monitor, &item);
}

/* Print what has its turn at @now. */
static void print_ready(struct monitor *monitor, uint64_t now)
{
	struct merge_item item;

	while (!enough(monitor) && merge_take(&monitor->merge, now, &item))
		show(monitor, &item);
}

/* Read all that is queued; 0 when there is no more. */
static int drain(struct monitor *monitor, struct saw_sock *sock)
{
	int ret = 0;

	while (!ret && stopped() < 2 && !monitor->over && !enough(monitor)) {
		monitor->now = now_ns();
		ret = saw_event_read(sock, begin, each, monitor);
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

static int parse_kinds(int argc, char **argv, unsigned int *kinds)
{
	static const struct {
		const char *word;
		unsigned int kind;
	} words[] = {
		{ "transitions", SAWTOOTH_A_EVENT_TRANSITION },
		{ "handshakes", SAWTOOTH_A_EVENT_HANDSHAKE },
		{ "teardowns", SAWTOOTH_A_EVENT_TEARDOWN },
		{ "decisions", SAWTOOTH_A_EVENT_DECISION },
		{ "memberships", SAWTOOTH_A_EVENT_MEMBERSHIP },
	};
	unsigned int i;
	int used;

	*kinds = 0;
	for (used = 0; used < argc; used++) {
		for (i = 0; i < ARRAY_SIZE(words); i++)
			if (!strcmp(argv[used], words[i].word))
				break;
		if (i == ARRAY_SIZE(words))
			break;
		*kinds |= 1u << words[i].kind;
	}
	if (!*kinds)
		*kinds = ~0u;
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

static int run(struct monitor *monitor, struct saw_sock *sock)
{
	int ret;

	catch_signals();
	ret = saw_event_listen(sock, options.queue);
	if (ret)
		return failed(saw_failure(sock), "monitor");
	if (options.ready_fd >= 0 && write(options.ready_fd, "\n", 1) != 1)
		return bad_input("--ready-fd %d: %s", options.ready_fd, strerror(errno));
	ret = follow(monitor, sock);
	print_ready(monitor, UINT64_MAX);
	fflush(stdout);
	if (ret)
		failed(saw_failure(sock), "monitor");
	summary(monitor);
	return ret ? 1 : 0;
}

int cmd_monitor(int argc, char **argv)
{
	char error[FILTER_ERROR_SIZE];
	struct monitor *monitor;
	struct saw_sock *sock;
	unsigned int kinds;
	int used, ret = 1;

	used = parse_kinds(argc, argv, &kinds);
	monitor = calloc(1, sizeof(*monitor));
	if (!monitor)
		return 1;
	monitor->kinds = kinds;
	if (!filter_parse(argc - used, argv + used, &monitor->filter, error)) {
		free(monitor);
		return bad_input("%s; or transitions, handshakes, teardowns, decisions, memberships before them",
				 error);
	}
	if (options.ready_fd >= 0 && fcntl(options.ready_fd, F_GETFD) < 0) {
		free(monitor);
		return bad_input("--ready-fd %d is not an open descriptor", options.ready_fd);
	}
	sock = connect_module();
	if (sock)
		ret = run(monitor, sock);
	saw_close(sock);
	free(monitor->merge.items);
	free(monitor);
	return ret;
}
