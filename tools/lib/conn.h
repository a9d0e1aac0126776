/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_CONN_H
#define SAW_CONN_H

#include "field.h"

/* What a request about connections can carry. */
struct saw_conn_request {
	uint64_t has;
	uint64_t id;
	struct saw_filter filter;
	uint32_t ssthresh;
	uint32_t role;
	uint32_t clamp;
	char profile[SAWTOOTH_NAME_MAX + 1];
};

extern const struct saw_set saw_conn_request_set;

#endif /* SAW_CONN_H */
