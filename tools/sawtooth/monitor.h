/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_MONITOR_H
#define SAW_MONITOR_H

#include "merge.h"
#include "print.h"
#include "text.h"

/* line.c: an event, or a notice of loss, as a line of text or of JSON. */
void line_text(struct text *text, const struct saw_event *event, const struct origin *origin);
void line_json(struct text *text, const struct saw_event *event, const struct origin *origin);
void line_loss(struct text *text, const struct loss *loss, const struct origin *origin);

/* line.c: a connection that is there at the start. */
void line_text_conn(struct text *text, const struct saw_conn *conn);
void line_json_conn(struct text *text, const struct saw_conn *conn);

#endif /* SAW_MONITOR_H */
