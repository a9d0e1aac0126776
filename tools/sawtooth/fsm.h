/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_FSM_H
#define SAW_FSM_H

#include <stdio.h>

#include "print.h"

/* The state diagram with the counts of @stats, and a list of what is not in it. */
void fsm_draw(FILE *out, const struct saw_stats *stats);

/* @count in at most five characters, as 12345, 12.3k, 123k, 1.23M; returns @buf of 8. */
const char *fsm_count(char *buf, uint64_t count);

/* stats.c: the same as JSON. */
struct json_object *fsm_json(const struct saw_stats *stats);

#endif /* SAW_FSM_H */
