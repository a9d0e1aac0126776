// SPDX-License-Identifier: GPL-2.0
/*
 * The socket to the family: finds the family by its name, which also makes the
 * kernel load the module if it is installed, then sends one request at a time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>

#include "socket.h"

const struct saw_failure *saw_failure(const struct saw_sock *sock)
{
	return &sock->failure;
}

/* Events may come before the answer to the subscription: put them aside. */
static bool keep_events(struct saw_sock *sock, size_t len)
{
	char *early;

	if (len < sizeof(struct nlmsghdr) ||
	    ((const struct nlmsghdr *)sock->reply)->nlmsg_type != sock->family)
		return false;
	early = realloc(sock->early, sock->early_len + len);
	/* without memory they are lost, which the positions of the next ones tell */
	if (early) {
		memcpy(early + sock->early_len, sock->reply, len);
		sock->early = early;
		sock->early_len += len;
	}
	return true;
}

static int exchange(struct saw_sock *sock, const struct saw_set *set, saw_reply_fn fn, void *arg)
{
	int ret = saw_transport_send(sock->transport, &sock->nlh);

	if (ret)
		return saw_fail(&sock->failure, ret, "cannot send to the kernel");
	ret = 0;
	while (!ret) {
		ssize_t got = saw_transport_receive(sock->transport, sock->reply,
						    sizeof(sock->reply), true);

		if (got < 0)
			return saw_fail(&sock->failure, (int)got, "cannot read from the kernel");
		if (sock->keep_events && keep_events(sock, got))
			continue;
		ret = saw_reply_walk(sock->reply, got, &sock->nlh, set, fn, arg, &sock->failure);
	}
	return ret < 0 ? ret : 0;
}

static void begin(struct saw_sock *sock, uint16_t type, uint8_t cmd, uint8_t version,
		  uint16_t flags)
{
	struct genlmsghdr *genl;

	memset(&sock->failure, 0, sizeof(sock->failure));
	mnl_nlmsg_put_header(sock->request);
	sock->nlh.nlmsg_type = type;
	sock->nlh.nlmsg_flags = NLM_F_REQUEST | (flags ? flags : NLM_F_ACK);
	sock->nlh.nlmsg_seq = ++sock->seq;
	genl = mnl_nlmsg_put_extra_header(&sock->nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = version;
}

int saw_request(struct saw_sock *sock, uint8_t cmd, uint16_t flags, const struct saw_set *set,
		const void *data, saw_reply_fn fn, void *arg)
{
	begin(sock, sock->family, cmd, SAWTOOTH_FAMILY_VERSION, flags);
	if (set && saw_set_put(set, data, &sock->nlh, sizeof(sock->request)))
		return saw_fail(&sock->failure, -EMSGSIZE, "the request is too long");
	return exchange(sock, set, fn, arg);
}

struct family {
	uint64_t has;
	uint16_t id;
	char name[SAWTOOTH_NAME_MAX + 1];
};

static const struct saw_field family_fields[] = {
	{ FIELD(family, id, "family-id", CTRL_ATTR_FAMILY_ID, SAW_U16) },
	{ FIELD(family, name, "family-name", CTRL_ATTR_FAMILY_NAME, SAW_TEXT) },
};

static const struct saw_set family_set = { SET(family, family_fields) };

static int family_reply(const struct nlmsghdr *nlh, void *data)
{
	return saw_set_parse_message(&family_set, nlh, data);
}

static int find_family(struct saw_sock *sock)
{
	struct family ask = { .has = SAW_BIT(CTRL_ATTR_FAMILY_NAME), .name = SAWTOOTH_FAMILY_NAME };
	struct family found = {};
	int ret;

	begin(sock, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
	ret = saw_set_put(&family_set, &ask, &sock->nlh, sizeof(sock->request));
	if (!ret)
		ret = exchange(sock, &family_set, family_reply, &found);
	if (ret)
		return ret;
	if (!SAW_HAS(&found, CTRL_ATTR_FAMILY_ID))
		return saw_fail(&sock->failure, -ENOENT, NULL);
	sock->family = found.id;
	return 0;
}

struct saw_sock *saw_open(struct saw_failure *failure)
{
	struct saw_sock *sock = calloc(1, sizeof(*sock));

	if (!sock) {
		saw_fail(failure, -ENOMEM, NULL);
		return NULL;
	}
	sock->transport = saw_transport_open();
	if (!sock->transport) {
		saw_fail(failure, -errno, "cannot open a netlink socket");
		free(sock);
		return NULL;
	}
	if (find_family(sock)) {
		*failure = sock->failure;
		saw_close(sock);
		return NULL;
	}
	return sock;
}

void saw_close(struct saw_sock *sock)
{
	if (!sock)
		return;
	saw_transport_close(sock->transport);
	free(sock->early);
	free(sock);
}
