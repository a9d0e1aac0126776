/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attribute sets, inside the library: how they are described and carried.
 */
#ifndef SAW_FIELD_H
#define SAW_FIELD_H

#include <libmnl/libmnl.h>

#include "sawtooth.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Struct @type has @member, which the specification calls @spec. */
#define FIELD(type, member, spec, number, what)			\
	.name = (spec), .attr = (number), .kind = (what),	\
	.offset = offsetof(struct type, member)

#define SET(type, list)						\
	.fields = (list), .count = sizeof(list) / sizeof((list)[0]),	\
	.size = sizeof(struct type)

/*
 * Read the @len bytes of attributes at @attrs into @data. Attributes that @set
 * does not describe are passed over. -EBADMSG if one is not what @set says.
 */
int saw_set_parse(const struct saw_set *set, const void *attrs, size_t len, void *data);

/* The same for the attributes of the generic netlink message @nlh. */
int saw_set_parse_message(const struct saw_set *set, const struct nlmsghdr *nlh, void *data);

/* Append what @data has to @nlh, which has @room bytes in all; -EMSGSIZE if they are too few. */
int saw_set_put(const struct saw_set *set, const void *data, struct nlmsghdr *nlh, size_t room);

/*
 * The name of the attribute @offset bytes into request @nlh, as "filter.states",
 * to @name; empty if no attribute begins there.
 */
void saw_set_locate(const struct saw_set *set, const struct nlmsghdr *nlh, uint32_t offset,
		    char *name, size_t size);

/* The name of the attribute number @attr missing in the nest @nest bytes into @nlh; 0: outermost */
void saw_set_missing(const struct saw_set *set, const struct nlmsghdr *nlh, uint32_t nest,
		     uint16_t attr, char *name, size_t size);

#endif /* SAW_FIELD_H */
