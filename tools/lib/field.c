// SPDX-License-Identifier: GPL-2.0
/*
 * Attribute sets by their description: read from a message, written to a request,
 * and found by their place in one. Every length is checked before it is believed:
 * the messages may come from a newer module than this library knows.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/genetlink.h>

#include "field.h"

static size_t int_size(uint8_t kind)
{
	switch (kind) {
	case SAW_U8:
		return 1;
	case SAW_U16:
		return 2;
	case SAW_U32:
		return 4;
	case SAW_U64:
	case SAW_S64:
		return 8;
	default:
		return 0;
	}
}

static const struct saw_field *field_by_attr(const struct saw_set *set, uint16_t attr)
{
	unsigned int i;

	for (i = 0; i < set->count; i++)
		if (set->fields[i].attr == attr)
			return &set->fields[i];
	return NULL;
}

uint64_t saw_field_value(const struct saw_field *field, const void *data)
{
	const char *at = (const char *)data + field->offset;
	uint64_t v64;
	uint32_t v32;
	uint16_t v16;

	switch (int_size(field->kind)) {
	case 1:
		return *(const uint8_t *)at;
	case 2:
		memcpy(&v16, at, sizeof(v16));
		return v16;
	case 4:
		memcpy(&v32, at, sizeof(v32));
		return v32;
	case 8:
		memcpy(&v64, at, sizeof(v64));
		return v64;
	default:
		return 0;
	}
}

static int parse_text(char *at, const char *payload, size_t len)
{
	const char *end = memchr(payload, 0, len);

	/* a name from the kernel may end with the attribute instead of a zero */
	if (end)
		len = end - payload;
	if (len > SAWTOOTH_NAME_MAX)
		return -EBADMSG;
	memcpy(at, payload, len);
	at[len] = 0;
	return 0;
}

static int parse_list(const struct saw_field *field, const void *payload, size_t len, void *data)
{
	unsigned int *count = (void *)((char *)data + field->other);
	char *at = (char *)data + field->offset;

	if (*count == field->max)
		return 0;
	at += (*count)++ * field->set->size;
	return saw_set_parse(field->set, payload, len, at);
}

static int parse_field(const struct saw_field *field, const struct nlattr *attr, void *data)
{
	const void *payload = mnl_attr_get_payload(attr);
	size_t len = mnl_attr_get_payload_len(attr);
	char *at = (char *)data + field->offset;
	size_t size = int_size(field->kind);

	/* the frequent sizes are known here, so that they are copied without a call */
	if (size && len == size) {
		switch (size) {
		case 4:
			memcpy(at, payload, 4);
			return 0;
		case 8:
			memcpy(at, payload, 8);
			return 0;
		default:
			memcpy(at, payload, size);
			return 0;
		}
	}
	switch (field->kind) {
	case SAW_TEXT:
		return parse_text(at, payload, len);
	case SAW_ADDR:
		if (len != 4 && len != 16)
			return -EBADMSG;
		memcpy(at, payload, len);
		return 0;
	case SAW_NEST:
		return saw_set_parse(field->set, payload, len, at);
	case SAW_LIST:
		return parse_list(field, payload, len, data);
	case SAW_RECORD:
		if (len != field->set->size)
			return -EBADMSG;
		memcpy(at, payload, len);
		return 0;
	default:
		return -EBADMSG;
	}
}

/* An address must be of the family that stands beside it. */
static int check_addrs(const struct saw_set *set, const void *data)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		const struct saw_field *field = &set->fields[i];
		uint8_t family;

		if (field->kind != SAW_ADDR || !saw_field_there(field, data))
			continue;
		family = *((const uint8_t *)data + field->other);
		if (family != AF_INET && family != AF_INET6)
			return -EBADMSG;
	}
	return 0;
}

/* The kernel sends attributes in the order of the specification: look at @hint first. */
static const struct saw_field *expect(const struct saw_set *set, unsigned int *hint,
				      uint16_t attr)
{
	const struct saw_field *field;

	if (*hint < set->count && set->fields[*hint].attr == attr)
		return &set->fields[(*hint)++];
	field = attr ? field_by_attr(set, attr) : NULL;
	if (field)
		*hint = field - set->fields + 1;
	return field;
}

int saw_set_parse(const struct saw_set *set, const void *attrs, size_t len, void *data)
{
	const struct nlattr *attr = attrs;
	unsigned int hint = 0;
	uint64_t *has = data;
	int ret;

	memset(data, 0, set->size);
	while (len >= sizeof(*attr) && mnl_attr_ok(attr, (int)len)) {
		uint16_t type = mnl_attr_get_type(attr);
		const struct saw_field *field = expect(set, &hint, type);
		size_t step = MNL_ALIGN(attr->nla_len);

		if (field) {
			ret = parse_field(field, attr, data);
			if (ret)
				return ret;
			*has |= SAW_BIT(type);
		}
		len -= step < len ? step : len;
		attr = mnl_attr_next(attr);
	}
	return len ? -EBADMSG : check_addrs(set, data);
}

int saw_set_parse_message(const struct saw_set *set, const struct nlmsghdr *nlh, void *data)
{
	size_t len = mnl_nlmsg_get_payload_len(nlh);

	if (len < sizeof(struct genlmsghdr))
		return -EBADMSG;
	return saw_set_parse(set, mnl_nlmsg_get_payload_offset(nlh, sizeof(struct genlmsghdr)),
			     len - sizeof(struct genlmsghdr), data);
}

static bool put_field(const struct saw_field *field, const void *data, struct nlmsghdr *nlh,
		      size_t room)
{
	const char *at = (const char *)data + field->offset;
	struct nlattr *nest;
	uint8_t family;

	switch (field->kind) {
	case SAW_TEXT:
		return mnl_attr_put_strz_check(nlh, room, field->attr, at);
	case SAW_ADDR:
		family = ((const uint8_t *)data)[field->other];
		return mnl_attr_put_check(nlh, room, field->attr, family == AF_INET6 ? 16 : 4, at);
	case SAW_NEST:
		nest = mnl_attr_nest_start_check(nlh, room, field->attr);
		if (!nest || saw_set_put(field->set, at, nlh, room))
			return false;
		mnl_attr_nest_end(nlh, nest);
		return true;
	default:
		return mnl_attr_put_check(nlh, room, field->attr, int_size(field->kind), at);
	}
}

int saw_set_put(const struct saw_set *set, const void *data, struct nlmsghdr *nlh, size_t room)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		const struct saw_field *field = &set->fields[i];

		if (saw_field_there(field, data) && !put_field(field, data, nlh, room))
			return -EMSGSIZE;
	}
	return 0;
}

/*
 * Walk down the nests of request @nlh to the attribute at @offset and write the
 * names on the way to @name. Returns the set that the attribute contains, if it
 * is a nest.
 */
static const struct saw_set *walk(const struct saw_set *set, const struct nlmsghdr *nlh,
				  uint32_t offset, char *name, size_t size)
{
	size_t at = MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(struct genlmsghdr));
	size_t end = nlh->nlmsg_len, used = 0;

	name[0] = 0;
	while (set && at + sizeof(struct nlattr) <= end) {
		const struct nlattr *attr = (const void *)((const char *)nlh + at);
		const struct saw_field *field = field_by_attr(set, mnl_attr_get_type(attr));
		size_t next = at + MNL_ALIGN(attr->nla_len);

		if (offset >= next || !field) {
			at = next;
			continue;
		}
		used += snprintf(name + used, size - used, "%s%s", used ? "." : "", field->name);
		if (offset == at || used >= size)
			return field->set;
		end = next;
		at += MNL_ATTR_HDRLEN;
		set = field->set;
	}
	name[0] = 0;
	return NULL;
}

void saw_set_locate(const struct saw_set *set, const struct nlmsghdr *nlh, uint32_t offset,
		    char *name, size_t size)
{
	walk(set, nlh, offset, name, size);
}

void saw_set_missing(const struct saw_set *set, const struct nlmsghdr *nlh, uint32_t nest,
		     uint16_t attr, char *name, size_t size)
{
	const struct saw_field *field;
	size_t used;

	name[0] = 0;
	if (nest)
		set = walk(set, nlh, nest, name, size);
	field = set ? field_by_attr(set, attr) : NULL;
	if (!field)
		return;
	used = strlen(name);
	snprintf(name + used, size - used, "%s%s", used ? "." : "", field->name);
}
