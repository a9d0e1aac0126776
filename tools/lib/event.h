/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_EVENT_H
#define SAW_EVENT_H

#include "sawtooth.h"

struct nlmsghdr;

/* struct sawtooth_decision. */
extern const struct saw_set saw_decision_set;

/*
 * Read the batch in message @nlh: @begin, then @each for its records. 0, or
 * -EBADMSG at the first thing in it that is not as it should be.
 */
int saw_event_parse(const struct nlmsghdr *nlh,
		    void (*begin)(const struct saw_batch *batch, void *data),
		    void (*each)(const struct saw_event *event, void *data), void *data);

#endif /* SAW_EVENT_H */
