// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>

#include "transport.h"

struct saw_transport {
	struct mnl_socket *nl;
};

static void set_option(struct saw_transport *transport, int option)
{
	int on = 1;

	/* kernels without the option only explain less; nothing depends on it */
	mnl_socket_setsockopt(transport->nl, option, &on, sizeof(on));
}

struct saw_transport *saw_transport_open(void)
{
	struct saw_transport *transport = calloc(1, sizeof(*transport));
	int err;

	if (!transport)
		return NULL;
	transport->nl = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!transport->nl) {
		err = errno;
		free(transport);
		errno = err;
		return NULL;
	}
	if (mnl_socket_bind(transport->nl, 0, MNL_SOCKET_AUTOPID)) {
		err = errno;
		saw_transport_close(transport);
		errno = err;
		return NULL;
	}
	set_option(transport, NETLINK_EXT_ACK);
	set_option(transport, NETLINK_CAP_ACK);
	set_option(transport, NETLINK_GET_STRICT_CHK);
	return transport;
}

void saw_transport_close(struct saw_transport *transport)
{
	mnl_socket_close(transport->nl);
	free(transport);
}

int saw_transport_fd(const struct saw_transport *transport)
{
	return mnl_socket_get_fd(transport->nl);
}

int saw_transport_send(struct saw_transport *transport, const struct nlmsghdr *nlh)
{
	return mnl_socket_sendto(transport->nl, nlh, nlh->nlmsg_len) < 0 ? -errno : 0;
}

ssize_t saw_transport_receive(struct saw_transport *transport, void *buf, size_t size,
			      bool wait)
{
	int flags = MSG_TRUNC | (wait ? 0 : MSG_DONTWAIT);
	ssize_t got;

	do {
		got = recv(mnl_socket_get_fd(transport->nl), buf, size, flags);
	} while (got < 0 && errno == EINTR && wait);
	if (got < 0)
		return -errno;
	return (size_t)got > size ? -EMSGSIZE : got;
}

void saw_transport_queue(struct saw_transport *transport, unsigned int bytes)
{
	int fd = mnl_socket_get_fd(transport->nl);
	int size = bytes / 2; /* the kernel doubles it */

	/* the first needs CAP_NET_ADMIN, the second stops at net.core.rmem_max */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	/* an overrun is found by the positions of the batches, exactly */
	set_option(transport, NETLINK_NO_ENOBUFS);
}
