/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Filters, which read like those of ss: pairs of a key and a value, and all must
 * hold. "src" and "sport" are the initiator's, "dst" and "dport" the responder's.
 */
#ifndef SAW_FILTER_H
#define SAW_FILTER_H

#include "cmd.h"

#define FILTER_ERROR_SIZE 256

/* Read the @argc words at @argv; false with the reason in @error. */
bool filter_parse(int argc, char **argv, struct saw_filter *filter, char *error);

/*
 * Does @event pass? A transition passes "state" if it leaves or enters one of the
 * states; no other event does. A decision does not tell which end is the initiator
 * and passes either way round; it passes no "dev". A membership is from the host
 * (src) to the group (dst) and has no ports.
 */
bool filter_event(const struct saw_filter *filter, const struct saw_event *event);

#endif /* SAW_FILTER_H */
