/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Requests and their replies, inside the library.
 */
#ifndef SAW_SOCKET_H
#define SAW_SOCKET_H

#include "field.h"
#include "transport.h"

#define SAW_REQUEST_SIZE 1024
#define SAW_REPLY_SIZE (256 * 1024)

/**
 * struct saw_sock - a connection to the family
 * @transport: carries the messages
 * @family: number that the kernel gave the family
 * @seq: of the last request
 * @keep_events: it has subscribed to events
 * @early: events that came before the answer to the subscription
 * @early_len: bytes of them
 * @failure: of the last call
 * @nlh: head of @request
 * @request: the last request, kept to name the attribute that the kernel refuses
 * @reply: one datagram
 */
struct saw_sock {
	struct saw_transport *transport;
	uint32_t seq;
	uint16_t family;
	bool keep_events;
	char *early;
	size_t early_len;
	struct saw_failure failure;
	union {
		struct nlmsghdr nlh;
		char request[SAW_REQUEST_SIZE];
	};
	char reply[SAW_REPLY_SIZE] __attribute__((aligned(8)));
};

/* Takes one message of a reply; 0 or -errno. */
typedef int (*saw_reply_fn)(const struct nlmsghdr *nlh, void *data);

/*
 * Send command @cmd with the attributes of @data (described by @set; both may be
 * NULL) and give each message of the reply to @fn. @flags: NLM_F_DUMP or 0.
 */
int saw_request(struct saw_sock *sock, uint8_t cmd, uint16_t flags, const struct saw_set *set,
		const void *data, saw_reply_fn fn, void *arg);

/*
 * Go through the @len bytes of messages at @buf that answer @request. 1 when the
 * answer is complete, 0 when more must be read, or -errno with @failure filled.
 */
int saw_reply_walk(const void *buf, size_t len, const struct nlmsghdr *request,
		   const struct saw_set *set, saw_reply_fn fn, void *arg,
		   struct saw_failure *failure);

/* Note failure @err, negative, with the words @what, which may be NULL. Returns @err. */
int saw_fail(struct saw_failure *failure, int err, const char *what);

#endif /* SAW_SOCKET_H */
