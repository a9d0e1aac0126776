// SPDX-License-Identifier: GPL-2.0
/*
 * The transport of libsawtooth with a fake module at the other end.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/sawtooth.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "fake.h"
#include "transport.h"

#define DATAGRAM 16384
#define QUEUE 16

struct saw_transport {
	int fd;			/* an eventfd, readable while something is queued */
	unsigned int head;
	unsigned int tail;
	char queue[QUEUE][DATAGRAM] __attribute__((aligned(8)));
	size_t used[QUEUE];
};

bool fake_is(const char *word)
{
	const char *words = getenv("SAWTOOTH_FAKE"), *at = words;
	size_t len = strlen(word);

	while (at && (at = strstr(at, word))) {
		if ((at == words || at[-1] == ',') && (!at[len] || at[len] == ','))
			return true;
		at += len;
	}
	return false;
}

/* Each message goes into a datagram of its own, as the events of the kernel do. */
static struct nlmsghdr *message(struct saw_transport *transport, unsigned int type,
				const struct nlmsghdr *request, unsigned int flags)
{
	char *at = transport->queue[transport->tail % QUEUE];
	struct nlmsghdr *nlh;

	memset(at, 0, DATAGRAM);
	nlh = mnl_nlmsg_put_header(at);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = request ? request->nlmsg_seq : 0;
	nlh->nlmsg_pid = FAKE_PORT;
	return nlh;
}

static void queue(struct saw_transport *transport, const struct nlmsghdr *nlh)
{
	uint64_t one = 1;

	transport->used[transport->tail++ % QUEUE] = nlh->nlmsg_len;
	if (write(transport->fd, &one, sizeof(one)) != sizeof(one))
		abort();
}

static struct nlmsghdr *reply(struct saw_transport *transport, const struct nlmsghdr *request,
			      unsigned int flags)
{
	struct nlmsghdr *nlh = message(transport, request->nlmsg_type, request, flags);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	*genl = *(const struct genlmsghdr *)mnl_nlmsg_get_payload(request);
	return nlh;
}

static const struct nlattr *find(const struct nlmsghdr *request, unsigned int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, request, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

/* An acknowledgment, or a refusal with words and the place of the attribute @bad. */
static void ack(struct saw_transport *transport, const struct nlmsghdr *request, int err,
		const char *words, const struct nlattr *bad, unsigned int missing)
{
	struct nlmsghdr *nlh = message(transport, NLMSG_ERROR, request, NLM_F_CAPPED);
	struct nlmsgerr *msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));

	msg->error = -err;
	msg->msg = *request;
	if (words || bad || missing)
		nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	if (words)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, words);
	if (bad)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS,
				 (const char *)bad - (const char *)request);
	if (missing)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, missing);
	queue(transport, nlh);
}

static void done(struct saw_transport *transport, const struct nlmsghdr *request)
{
	struct nlmsghdr *nlh = message(transport, NLMSG_DONE, request, NLM_F_MULTI);

	*(int *)mnl_nlmsg_put_extra_header(nlh, sizeof(int)) = 0;
	queue(transport, nlh);
}

static void get_family(struct saw_transport *transport, const struct nlmsghdr *request)
{
	struct nlmsghdr *nlh;

	if (fake_is("absent"))
		return ack(transport, request, ENOENT, NULL, NULL, 0);
	nlh = reply(transport, request, 0);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, SAWTOOTH_FAMILY_NAME);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAKE_FAMILY);
	queue(transport, nlh);
	ack(transport, request, 0, NULL, NULL, 0);
}

/* The part of the filter that is easy to apply here; the rest is checked byte by byte. */
static bool passes(const struct nlmsghdr *request, unsigned int index)
{
	static const unsigned int states[] = {
		1u << SAWTOOTH_TCP_STATE_ESTABLISHED,
		1u << SAWTOOTH_TCP_STATE_FIN_WAIT_2 | 1u << SAWTOOTH_TCP_STATE_CLOSE_WAIT,
		1u << SAWTOOTH_TCP_STATE_SYN_SENT | 1u << SAWTOOTH_TCP_STATE_CLOSED,
	};
	static const unsigned int ports[] = { 80, 443, 22 };
	const struct nlattr *filter = find(request, SAWTOOTH_A_CONN_FILTER), *attr;

	if (!filter)
		return true;
	mnl_attr_for_each_nested(attr, filter) {
		if (mnl_attr_get_type(attr) == SAWTOOTH_A_FILTER_STATES &&
		    !(mnl_attr_get_u32(attr) & states[index]))
			return false;
		if (mnl_attr_get_type(attr) == SAWTOOTH_A_FILTER_DPORT &&
		    mnl_attr_get_u16(attr) != ports[index])
			return false;
	}
	return true;
}

static void dump(struct saw_transport *transport, const struct nlmsghdr *request,
		 unsigned int count, void (*fill)(struct nlmsghdr *nlh, unsigned int index))
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		struct nlmsghdr *nlh;

		if (fill == world_conn && !passes(request, i))
			continue;
		nlh = reply(transport, request, NLM_F_MULTI);
		fill(nlh, i);
		queue(transport, nlh);
	}
	done(transport, request);
}

static void conn_get(struct saw_transport *transport, const struct nlmsghdr *request)
{
	const struct nlattr *id = find(request, SAWTOOTH_A_CONN_ID);
	static unsigned int answers;
	struct nlmsghdr *nlh;

	if ((fake_is("gone") && ++answers > 3) || !id || mnl_attr_get_u64(id) < 1 ||
	    mnl_attr_get_u64(id) > WORLD_CONNS)
		return ack(transport, request, ENOENT, "no connection has this id", id, 0);
	nlh = reply(transport, request, 0);
	world_conn(nlh, mnl_attr_get_u64(id) - 1);
	queue(transport, nlh);
	ack(transport, request, 0, NULL, NULL, 0);
}

static void profile_get(struct saw_transport *transport, const struct nlmsghdr *request)
{
	const struct nlattr *name = find(request, SAWTOOTH_A_PROFILE_NAME);
	bool lab = name && !strcmp(mnl_attr_get_str(name), "lab");
	struct nlmsghdr *nlh;

	if (!lab && (!name || strcmp(mnl_attr_get_str(name), "reno")))
		return ack(transport, request, ENOENT, "no profile has this name", name, 0);
	nlh = reply(transport, request, 0);
	world_profile(nlh, lab);
	queue(transport, nlh);
	ack(transport, request, 0, NULL, NULL, 0);
}

/* Believes only one setting, so that a test can tell what was sent. */
static void profile_set(struct saw_transport *transport, const struct nlmsghdr *request)
{
	const struct nlattr *beta = find(request, SAWTOOTH_A_PROFILE_BETA);
	const struct nlattr *fixed = find(request, SAWTOOTH_A_PROFILE_FIXED_SSTHRESH);

	if (beta && mnl_attr_get_u32(beta) == 655 && fixed &&
	    mnl_attr_get_u32(fixed) == SAWTOOTH_SSTHRESH_MAX)
		return ack(transport, request, 0, NULL, NULL, 0);
	ack(transport, request, ERANGE, "out of range", beta ? beta : fixed, 0);
}

/* All but one are changed by a filter, so that the count can be seen. */
static void steer_all(struct saw_transport *transport, const struct nlmsghdr *request)
{
	const struct nlattr *clamp = find(request, SAWTOOTH_A_CONN_CLAMP);
	const struct nlattr *profile = find(request, SAWTOOTH_A_CONN_PROFILE);
	struct nlmsghdr *nlh;

	if (!clamp || mnl_attr_get_u32(clamp) != 100 || !profile ||
	    strcmp(mnl_attr_get_str(profile), "lab"))
		return ack(transport, request, ENOENT, "no profile has this name", profile, 0);
	nlh = reply(transport, request, 0);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_CHANGED, 2);
	queue(transport, nlh);
	ack(transport, request, 0, NULL, NULL, 0);
}

static void steer_set(struct saw_transport *transport, const struct nlmsghdr *request)
{
	const struct nlattr *id = find(request, SAWTOOTH_A_CONN_ID);
	const struct nlattr *ssthresh = find(request, SAWTOOTH_A_CONN_SSTHRESH);
	const struct nlattr *role = find(request, SAWTOOTH_A_CONN_ROLE);
	struct nlmsghdr *nlh;

	if (!id)
		return steer_all(transport, request);
	/* believes only one role, so that a test can tell what was sent */
	if (role && mnl_attr_get_u32(role) != SAWTOOTH_ROLE_RESPONDER)
		return ack(transport, request, EINVAL, "not this end", role, 0);
	if (mnl_attr_get_u64(id) == 2 && !role)
		return ack(transport, request, EINVAL, "both ends are steered here", NULL,
			   SAWTOOTH_A_CONN_ROLE);
	if (mnl_attr_get_u64(id) == 3)
		return ack(transport, request, EOPNOTSUPP, NULL, id, 0);
	if (mnl_attr_get_u32(ssthresh) != 33)
		return ack(transport, request, ERANGE, NULL, ssthresh, 0);
	nlh = reply(transport, request, 0);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_CHANGED, 1);
	queue(transport, nlh);
	ack(transport, request, 0, NULL, NULL, 0);
}

/* Believes only one prefix of each family. */
static void binding_change(struct saw_transport *transport, const struct nlmsghdr *request)
{
	static const unsigned char v4[] = { 192, 0, 2, 0 };
	static const unsigned char v6[16] = { 0x20, 0x01, 0x0d, 0xb8 };
	const struct nlattr *prefix = find(request, SAWTOOTH_A_BINDING_PREFIX);
	const struct nlattr *len = find(request, SAWTOOTH_A_BINDING_PREFIX_LEN);
	const struct nlattr *profile = find(request, SAWTOOTH_A_BINDING_PROFILE);
	size_t size = mnl_attr_get_payload_len(prefix);
	const void *known = size == sizeof(v4) ? v4 : v6;

	if (profile && strcmp(mnl_attr_get_str(profile), "lab"))
		return ack(transport, request, ENOENT, "no profile has this name", profile, 0);
	if (mnl_attr_get_u8(len) != (size == sizeof(v4) ? 24 : 32) ||
	    memcmp(mnl_attr_get_payload(prefix), known, size))
		return ack(transport, request, ENOENT, "nothing is bound to this prefix",
			   prefix, 0);
	ack(transport, request, 0, NULL, NULL, 0);
}

/* The events that pass, the first batch even before the answer, as can happen. */
static void subscribe(struct saw_transport *transport, const struct nlmsghdr *request)
{
	struct genlmsghdr genl = { .cmd = SAWTOOTH_CMD_EVENT_NOTIFY };
	const struct nlattr *kinds = find(request, SAWTOOTH_A_EVENT_KINDS), *attr;
	const struct nlattr *filter = find(request, SAWTOOTH_A_EVENT_FILTER);
	uint32_t wanted = kinds ? mnl_attr_get_u32(kinds) : ~0u;
	unsigned int i;

	if (fake_is("denied"))
		return ack(transport, request, EPERM, NULL, NULL, 0);
	if (fake_is("full"))
		return ack(transport, request, EUSERS, "as many sockets as can", NULL, 0);
	if (filter)
		mnl_attr_for_each_nested(attr, filter)
			if (mnl_attr_get_type(attr) == SAWTOOTH_A_FILTER_STATES)
				wanted &= 1u << SAWTOOTH_EVENT_KIND_TRANSITION;
	world_want(wanted);
	for (i = 0; i < WORLD_BATCHES; i++) {
		struct nlmsghdr *nlh = message(transport, FAKE_FAMILY, NULL, 0);

		memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(genl)), &genl, sizeof(genl));
		world_batch(nlh, i);
		queue(transport, nlh);
		if (!i)
			ack(transport, request, 0, NULL, NULL, 0);
	}
}

static void answer_change(struct saw_transport *transport, const struct nlmsghdr *request,
			  unsigned int cmd)
{
	if (fake_is("denied"))
		ack(transport, request, EPERM, NULL, NULL, 0);
	else if (cmd == SAWTOOTH_CMD_PROFILE_SET)
		profile_set(transport, request);
	else if (cmd == SAWTOOTH_CMD_BINDING_SET || cmd == SAWTOOTH_CMD_BINDING_DELETE)
		binding_change(transport, request);
	else if (cmd == SAWTOOTH_CMD_STEER_SET)
		steer_set(transport, request);
	else
		ack(transport, request, 0, NULL, NULL, 0);
}

static void answer(struct saw_transport *transport, const struct nlmsghdr *request,
		   unsigned int cmd)
{
	struct nlmsghdr *nlh;

	switch (cmd) {
	case SAWTOOTH_CMD_STATUS_GET:
	case SAWTOOTH_CMD_STATS_GET:
		nlh = reply(transport, request, 0);
		(cmd == SAWTOOTH_CMD_STATUS_GET ? world_status : world_stats)(nlh);
		queue(transport, nlh);
		return ack(transport, request, 0, NULL, NULL, 0);
	case SAWTOOTH_CMD_HISTOGRAM_DUMP:
		return dump(transport, request, fake_is("empty") ? 0 : WORLD_HISTOGRAMS,
			    world_histogram);
	case SAWTOOTH_CMD_CONN_GET:
		return conn_get(transport, request);
	case SAWTOOTH_CMD_CONN_DUMP:
		return dump(transport, request, fake_is("empty") ? 0 : WORLD_CONNS, world_conn);
	case SAWTOOTH_CMD_GROUP_DUMP:
		return dump(transport, request, fake_is("empty") ? 0 : WORLD_GROUPS, world_group);
	case SAWTOOTH_CMD_QUERIER_DUMP:
		return dump(transport, request, fake_is("empty") ? 0 : WORLD_QUERIERS,
			    world_querier);
	case SAWTOOTH_CMD_PROFILE_GET:
		return profile_get(transport, request);
	case SAWTOOTH_CMD_PROFILE_DUMP:
		return dump(transport, request, WORLD_PROFILES, world_profile);
	case SAWTOOTH_CMD_BINDING_DUMP:
		return dump(transport, request, fake_is("empty") ? 0 : WORLD_BINDINGS,
			    world_binding);
	case SAWTOOTH_CMD_EVENT_SUBSCRIBE:
		return subscribe(transport, request);
	default:
		answer_change(transport, request, cmd);
	}
}

struct saw_transport *saw_transport_open(void)
{
	struct saw_transport *transport = calloc(1, sizeof(*transport));

	if (transport)
		transport->fd = eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC);
	return transport;
}

void saw_transport_close(struct saw_transport *transport)
{
	close(transport->fd);
	free(transport);
}

int saw_transport_fd(const struct saw_transport *transport)
{
	return transport->fd;
}

int saw_transport_send(struct saw_transport *transport, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type == GENL_ID_CTRL)
		get_family(transport, nlh);
	else if (nlh->nlmsg_type == FAKE_FAMILY)
		answer(transport, nlh, genl->cmd);
	else
		ack(transport, nlh, EINVAL, "not this family", NULL, 0);
	return 0;
}

ssize_t saw_transport_receive(struct saw_transport *transport, void *buf, size_t size, bool wait)
{
	unsigned int at = transport->head % QUEUE;
	uint64_t one;

	/* the fake answers at once: there is nothing to wait for */
	if (transport->head == transport->tail)
		return wait ? -ETIMEDOUT : -EAGAIN;
	if (read(transport->fd, &one, sizeof(one)) != sizeof(one) || transport->used[at] > size)
		abort();
	memcpy(buf, transport->queue[at], transport->used[at]);
	transport->head++;
	return transport->used[at];
}

void saw_transport_queue(struct saw_transport *transport, unsigned int bytes)
{
	(void)transport;
	if (!bytes)
		abort();
}
