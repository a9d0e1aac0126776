// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel answers: data, the end of a dump, or a refusal with its reason
 * (the extended acknowledgment: words, and the place of the offending attribute).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "socket.h"

int saw_fail(struct saw_failure *failure, int err, const char *what)
{
	memset(failure, 0, sizeof(*failure));
	failure->code = -err;
	snprintf(failure->what, sizeof(failure->what), "%s", what ? what : "");
	return err;
}

struct ack {
	const char *what;
	size_t what_len;
	uint32_t offset;
	uint32_t nest;
	uint32_t missing;
	bool has_offset;
	bool has_missing;
};

static void read_ack(const void *attrs, size_t len, struct ack *ack)
{
	const struct nlattr *attr = attrs;

	while (len >= sizeof(*attr) && mnl_attr_ok(attr, (int)len)) {
		size_t size = mnl_attr_get_payload_len(attr);
		size_t step = MNL_ALIGN(attr->nla_len);

		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			ack->what = mnl_attr_get_payload(attr);
			ack->what_len = strnlen(ack->what, size);
			break;
		case NLMSGERR_ATTR_OFFS:
			ack->has_offset = size == sizeof(uint32_t);
			ack->offset = ack->has_offset ? mnl_attr_get_u32(attr) : 0;
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			ack->has_missing = size == sizeof(uint32_t);
			ack->missing = ack->has_missing ? mnl_attr_get_u32(attr) : 0;
			break;
		case NLMSGERR_ATTR_MISS_NEST:
			ack->nest = size == sizeof(uint32_t) ? mnl_attr_get_u32(attr) : 0;
			break;
		}
		len -= step < len ? step : len;
		attr = mnl_attr_next(attr);
	}
}

static int refuse(int err, const struct ack *ack, const struct nlmsghdr *request,
		  const struct saw_set *set, struct saw_failure *failure)
{
	char what[sizeof(failure->what)];

	snprintf(what, sizeof(what), "%.*s", (int)ack->what_len, ack->what ? ack->what : "");
	saw_fail(failure, err, what);
	if (ack->has_missing)
		saw_set_missing(set, request, ack->nest, ack->missing,
				failure->attr, sizeof(failure->attr));
	else if (ack->has_offset)
		saw_set_locate(set, request, ack->offset, failure->attr, sizeof(failure->attr));
	return err;
}

/* An error message, or the end of a dump, which is one with the error at the same place. */
static int end(const struct nlmsghdr *nlh, const struct nlmsghdr *request,
	       const struct saw_set *set, struct saw_failure *failure)
{
	size_t len = mnl_nlmsg_get_payload_len(nlh), skip = sizeof(int);
	const char *payload = mnl_nlmsg_get_payload(nlh);
	struct ack ack = {};
	int err = 0;

	if (len >= sizeof(err))
		memcpy(&err, payload, sizeof(err));
	else if (nlh->nlmsg_type == NLMSG_ERROR)
		return saw_fail(failure, -EBADMSG, "the kernel's answer is cut short");
	if (err >= 0)
		return 1;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		skip = sizeof(struct nlmsgerr);
		/* without NLM_F_CAPPED the whole request is repeated before the reason */
		if (!(nlh->nlmsg_flags & NLM_F_CAPPED) && len >= skip) {
			const struct nlmsgerr *msg = (const void *)payload;

			if (msg->msg.nlmsg_len > sizeof(msg->msg))
				skip += MNL_ALIGN(msg->msg.nlmsg_len) - sizeof(msg->msg);
		}
	}
	if ((nlh->nlmsg_flags & NLM_F_ACK_TLVS) && len > skip)
		read_ack(payload + skip, len - skip, &ack);
	return refuse(err, &ack, request, set, failure);
}

int saw_reply_walk(const void *buf, size_t len, const struct nlmsghdr *request,
		   const struct saw_set *set, saw_reply_fn fn, void *arg,
		   struct saw_failure *failure)
{
	const struct nlmsghdr *nlh = buf;
	int left = (int)len, ret;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		/* events, and answers to a request that was given up */
		if (nlh->nlmsg_seq != request->nlmsg_seq)
			continue;
		if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE)
			return end(nlh, request, set, failure);
		if (nlh->nlmsg_type < NLMSG_MIN_TYPE || !fn)
			continue;
		ret = fn(nlh, arg);
		if (ret)
			return saw_fail(failure, ret,
					"the module's answer is not what this library reads");
	}
	return 0;
}
