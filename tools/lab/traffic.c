// SPDX-License-Identifier: GPL-2.0
/*
 * The traffic of an experiment: TCP flows between network namespaces, all of them in
 * one process that never waits for anything but the kernel, so that on virtual time
 * the same plan makes the same packets.
 *
 * usage: traffic PLAN >SERIES
 *
 * Lines of the plan; times are microseconds since the beginning:
 *
 *	sysctl NETNS KEY VALUE...	as sysctl(8), KEY with slashes
 *	sample INTERVAL
 *	at TIME COMMAND...		a line for the shell
 *	flow NAME NETNS ADDRESS PORT CONGESTION-CONTROL START STOP BYTES
 *	end TIME
 *
 * A flow sends from NETNS to ADDRESS, where the namespace "sink" receives; with BYTES
 * 0 as long as it lasts. What the sender's socket says is printed at each interval and
 * at the end of a flow, in columns that the first line names; "begin" when it connects,
 * "done" when all BYTES have arrived.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FLOWS_MAX 64
#define STEPS_MAX 64
#define BUFFER (256 * 1024)
#define LOW_WATER (256 * 1024)		/* fewer wake-ups of the receiver */
#define RECEIVE_BUFFER (64 << 20)	/* the receiver never limits a flow */
#define NEVER UINT64_MAX

enum state { WAITING, CONNECTING, SENDING, FINISHED };

struct flow {
	char name[32];
	char netns[32];
	char cc[32];
	struct sockaddr_in to;
	uint64_t start;
	uint64_t stop;
	uint64_t bytes;
	uint64_t sent;
	enum state state;
	int listener;
	int sender;
	int receiver;
};

struct step {
	uint64_t time;
	char command[256];
};

static struct flow flows[FLOWS_MAX];
static unsigned int flow_count;
static struct step steps[STEPS_MAX];
static unsigned int step_count, step_next;
static uint64_t interval = NEVER, next_sample, end_time;
static struct timespec origin;
static int poller, home;
static char buffer[BUFFER];

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (t.tv_sec - origin.tv_sec) * 1000000ULL + t.tv_nsec / 1000 - origin.tv_nsec / 1000;
}

static void enter(const char *netns)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "namespace %s", netns);
	close(fd);
}

static void leave(void)
{
	if (setns(home, CLONE_NEWNET))
		err(1, "the namespace of the beginning");
}

/* Events of @fd are told with @flow, those of its receiving end with the lowest bit set. */
static void watch(int fd, uint32_t events, const struct flow *flow, bool receiving)
{
	struct epoll_event event = {
		.events = events,
		.data.u64 = (uint64_t)(flow - flows) << 1 | receiving,
	};

	if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event))
		err(1, "%s: epoll", flow->name);
}

static int new_socket(const struct flow *flow)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		err(1, "%s: socket", flow->name);
	return fd;
}

static void set_int(const struct flow *flow, int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)))
		err(1, "%s: option %d", flow->name, name);
}

static void serve(struct flow *flow)
{
	enter("sink");
	flow->listener = new_socket(flow);
	leave();
	set_int(flow, flow->listener, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER);
	set_int(flow, flow->listener, SOL_SOCKET, SO_RCVLOWAT, LOW_WATER);
	if (bind(flow->listener, (struct sockaddr *)&flow->to, sizeof(flow->to)) ||
	    listen(flow->listener, 1))
		err(1, "%s: listen", flow->name);
	watch(flow->listener, EPOLLIN, flow, true);
}

static void start(struct flow *flow)
{
	enter(flow->netns);
	flow->sender = new_socket(flow);
	if (setsockopt(flow->sender, IPPROTO_TCP, TCP_CONGESTION, flow->cc, strlen(flow->cc)))
		err(1, "%s: congestion control %s", flow->name, flow->cc);
	flow->state = CONNECTING;
	printf("begin\t%llu\t%s\n", (unsigned long long)now(), flow->name);
	if (connect(flow->sender, (struct sockaddr *)&flow->to, sizeof(flow->to)) &&
	    errno != EINPROGRESS)
		err(1, "%s: connect", flow->name);
	leave();
	watch(flow->sender, EPOLLOUT | EPOLLET, flow, false);
}

static void print_columns(void)
{
	puts("what\ttime\tflow\tcwnd\tssthresh\tsrtt\tmin_rtt\tunacked\tacked\tretransmitted\t"
	     "lost\trate\tstate\tsegments\tmarked");
}

static void report(const struct flow *flow, uint64_t time)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	if (getsockopt(flow->sender, IPPROTO_TCP, TCP_INFO, &info, &size))
		err(1, "%s: TCP_INFO", flow->name);
	printf("sample\t%llu\t%s\t%u\t%u\t%u\t%u\t%u\t%llu\t%u\t%u\t%llu\t%u\t%u\t%u\n",
	       (unsigned long long)time, flow->name, info.tcpi_snd_cwnd, info.tcpi_snd_ssthresh,
	       info.tcpi_rtt, info.tcpi_min_rtt, info.tcpi_unacked,
	       (unsigned long long)info.tcpi_bytes_acked, info.tcpi_total_retrans, info.tcpi_lost,
	       (unsigned long long)info.tcpi_delivery_rate, info.tcpi_ca_state,
	       info.tcpi_segs_out, info.tcpi_delivered_ce);
}

/* At once, by a reset: what is still on its way is nobody's business any more. */
static void finish(struct flow *flow, uint64_t time)
{
	struct linger linger = { .l_onoff = 1 };

	report(flow, time);
	setsockopt(flow->sender, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(flow->sender);
	if (flow->receiver)
		close(flow->receiver);
	close(flow->listener);
	flow->state = FINISHED;
}

static void pump(struct flow *flow)
{
	uint64_t left;
	ssize_t put;

	flow->state = SENDING;
	do {
		left = flow->bytes ? flow->bytes - flow->sent : BUFFER;
		put = send(flow->sender, buffer, left < BUFFER ? left : BUFFER, MSG_NOSIGNAL);
		if (put < 0 && errno != EAGAIN)
			err(1, "%s: send", flow->name);
		if (put > 0)
			flow->sent += put;
		if (flow->bytes && flow->sent == flow->bytes) {
			shutdown(flow->sender, SHUT_WR);
			epoll_ctl(poller, EPOLL_CTL_DEL, flow->sender, NULL);
			return;
		}
	} while (put > 0);
}

/* MSG_TRUNC: nobody looks at the data. */
static void drain(struct flow *flow)
{
	ssize_t got;

	if (!flow->receiver) {
		flow->receiver = accept4(flow->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (flow->receiver < 0)
			err(1, "%s: accept", flow->name);
		epoll_ctl(poller, EPOLL_CTL_DEL, flow->listener, NULL);
		watch(flow->receiver, EPOLLIN, flow, true);
		return;
	}
	do {
		got = recv(flow->receiver, NULL, RECEIVE_BUFFER, MSG_TRUNC);
	} while (got > 0);
	if (got < 0 && errno != EAGAIN)
		err(1, "%s: recv", flow->name);
	if (!got) {
		printf("done\t%llu\t%s\n", (unsigned long long)now(), flow->name);
		finish(flow, now());
	}
}

static void add_flow(const char *line)
{
	struct flow *flow = &flows[flow_count++];
	char address[32];
	unsigned long long start, stop, bytes;
	unsigned short port;

	if (flow_count > FLOWS_MAX ||
	    sscanf(line, "%31s %31s %31s %hu %31s %llu %llu %llu", flow->name, flow->netns,
		   address, &port, flow->cc, &start, &stop, &bytes) != 8)
		errx(2, "flow %s", line);
	flow->start = start;
	flow->stop = stop;
	flow->bytes = bytes;
	flow->to.sin_family = AF_INET;
	flow->to.sin_port = htons(port);
	if (!inet_aton(address, &flow->to.sin_addr))
		errx(2, "address %s", address);
	serve(flow);
}

static void add_step(const char *line)
{
	struct step *step = &steps[step_count++];
	int from;

	if (step_count > STEPS_MAX || sscanf(line, "%lu %n", &step->time, &from) != 1)
		errx(2, "at %s", line);
	snprintf(step->command, sizeof(step->command), "%s", line + from);
}

static void set_sysctl(const char *line)
{
	char netns[32], key[96], path[128];
	FILE *file;
	int value;

	if (sscanf(line, "%31s %95s %n", netns, key, &value) != 2)
		errx(2, "sysctl %s", line);
	snprintf(path, sizeof(path), "/proc/sys/%s", key);
	enter(netns);
	file = fopen(path, "w");
	if (!file || fputs(line + value, file) < 0 || fclose(file))
		err(1, "%s: %s", netns, key);
	leave();
}

static void read_plan(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[512], *rest;

	if (!file)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = 0;
		rest = strchr(line, ' ');
		if (!rest)
			errx(2, "what is '%s'?", line);
		*rest++ = 0;
		if (!strcmp(line, "flow"))
			add_flow(rest);
		else if (!strcmp(line, "at"))
			add_step(rest);
		else if (!strcmp(line, "sysctl"))
			set_sysctl(rest);
		else if (!strcmp(line, "sample"))
			interval = strtoull(rest, NULL, 10);
		else if (!strcmp(line, "end"))
			end_time = strtoull(rest, NULL, 10);
		else
			errx(2, "what is '%s'?", line);
	}
	fclose(file);
}

static void earlier(uint64_t *next, uint64_t time)
{
	if (time < *next)
		*next = time;
}

static uint64_t next_time(void)
{
	uint64_t next = end_time;
	const struct flow *flow;

	earlier(&next, next_sample);
	if (step_next < step_count)
		earlier(&next, steps[step_next].time);
	for (flow = flows; flow < flows + flow_count; flow++) {
		if (flow->state == WAITING)
			earlier(&next, flow->start);
		else if (flow->state != FINISHED)
			earlier(&next, flow->stop);
	}
	return next;
}

/* What the clock brings. */
static void act(uint64_t time)
{
	bool sampling = time >= next_sample;
	struct flow *flow;

	if (sampling)
		next_sample += interval;
	for (; step_next < step_count && time >= steps[step_next].time; step_next++)
		if (system(steps[step_next].command))
			errx(1, "did not work: %s", steps[step_next].command);
	for (flow = flows; flow < flows + flow_count; flow++) {
		if (flow->state == WAITING && time >= flow->start)
			start(flow);
		else if (flow->state != WAITING && flow->state != FINISHED && time >= flow->stop)
			finish(flow, time);
		else if (flow->state == SENDING && sampling)
			report(flow, time);
	}
}

static void wait_until(uint64_t time)
{
	uint64_t today = now(), left = time > today ? time - today : 0;
	struct timespec limit = { .tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000 };
	struct epoll_event events[FLOWS_MAX];
	struct flow *flow;
	int count, i;

	count = epoll_pwait2(poller, events, FLOWS_MAX, &limit, NULL);
	for (i = 0; i < count; i++) {
		flow = &flows[events[i].data.u64 >> 1];
		if (flow->state == FINISHED)
			continue;
		if (events[i].data.u64 & 1)
			drain(flow);
		else
			pump(flow);
	}
}

/* The beginning is a whole second, so that it does not matter how long was prepared. */
static void wait_second(void)
{
	clock_gettime(CLOCK_MONOTONIC, &origin);
	origin.tv_sec++;
	origin.tv_nsec = 0;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &origin, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		errx(2, "usage: traffic PLAN >SERIES");
	home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	poller = epoll_create1(EPOLL_CLOEXEC);
	if (home < 0 || poller < 0)
		err(1, "at the beginning");
	read_plan(argv[1]);
	next_sample = interval;
	print_columns();
	wait_second();
	while (now() < end_time) {
		wait_until(next_time());
		act(now());
	}
	return fflush(stdout) ? 1 : 0;
}
