/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_MONITOR_H
#define SAW_MONITOR_H

#include "merge.h"
#include "print.h"

/* line.c: one event, or a notice of loss, as a line of text or as JSON. */
void line_print(const struct merge_item *item);
struct json_object *line_json(const struct merge_item *item);

#endif /* SAW_MONITOR_H */
