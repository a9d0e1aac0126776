// SPDX-License-Identifier: GPL-2.0
#include "socket.h"

static const struct saw_field bucket_fields[] = {
	{ FIELD(saw_bucket, from, "from", SAWTOOTH_A_BUCKET_FROM, SAW_U64) },
	{ FIELD(saw_bucket, to, "to", SAWTOOTH_A_BUCKET_TO, SAW_U64) },
	{ FIELD(saw_bucket, count, "count", SAWTOOTH_A_BUCKET_COUNT, SAW_U64) },
};

const struct saw_set saw_bucket_set = { SET(saw_bucket, bucket_fields) };

static const struct saw_field fields[] = {
	{ FIELD(saw_histogram, kind, "kind", SAWTOOTH_A_HISTOGRAM_KIND, SAW_U32),
	  .words = &saw_histogram_kind_words },
	{ FIELD(saw_histogram, bucket, "bucket", SAWTOOTH_A_HISTOGRAM_BUCKET, SAW_LIST),
	  .set = &saw_bucket_set, .max = SAW_BUCKETS,
	  .other = offsetof(struct saw_histogram, buckets) },
};

const struct saw_set saw_histogram_set = { SET(saw_histogram, fields) };

struct dump {
	void (*each)(const struct saw_histogram *histogram, void *data);
	void *data;
};

static int dump_reply(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_histogram histogram;
	int ret = saw_set_parse_message(&saw_histogram_set, nlh, &histogram);

	if (!ret)
		dump->each(&histogram, dump->data);
	return ret;
}

int saw_histogram_dump(struct saw_sock *sock,
		       void (*each)(const struct saw_histogram *histogram, void *data),
		       void *data)
{
	struct dump dump = { .each = each, .data = data };

	return saw_request(sock, SAWTOOTH_CMD_HISTOGRAM_DUMP, NLM_F_DUMP, NULL, NULL,
			   dump_reply, &dump);
}
