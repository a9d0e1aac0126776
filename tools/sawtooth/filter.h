/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Filters, which read like those of ss: pairs of a key and a value, and all must
 * hold. "src" and "sport" are the initiator's, "dst" and "dport" the responder's, "addr"
 * and "port" those of either. Of a membership "host" and "group" are other words for "src" and
 * "dst". The kernel applies them.
 */
#ifndef SAW_FILTER_H
#define SAW_FILTER_H

#include "cmd.h"

#define FILTER_ERROR_SIZE 256

/* Read the @argc words at @argv; false with the reason in @error. */
bool filter_parse(int argc, char **argv, struct saw_filter *filter, char *error);

/* Does @filter ask nothing that memberships do not have? */
bool filter_of_groups(const struct saw_filter *filter);

#endif /* SAW_FILTER_H */
