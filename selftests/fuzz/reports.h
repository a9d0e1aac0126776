/* SPDX-License-Identifier: GPL-2.0 */
/* What the fuzzers of the parsers of membership reports share. */
#ifndef _SELFTESTS_FUZZ_REPORTS_H
#define _SELFTESTS_FUZZ_REPORTS_H

#include "input.h"
#include "core/report.h"

struct reports {
	unsigned int address;
	int count;
};

static inline bool reports_add(const struct saw_report *report, void *arg)
{
	struct reports *reports = arg;

	reports->count++;
	if (reports->address == 4 ? report->group[0] >> 4 != 0xe : report->group[0] != 0xff)
		input_wrong("a group that is not multicast");
	if (report->change > SAWTOOTH_MEMBERSHIP_CHANGE_MAX ||
	    report->protocol > SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX)
		input_wrong("a value without a name");
	if (report->change == SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE && report->sources)
		input_wrong("a leave that asks for sources");
	return true;
}

static inline void reports_check(const struct reports *reports, int told)
{
	if (told < -1 || reports->count != (told < 0 ? 0 : told))
		input_wrong("the calls and the result disagree");
}

/*
 * A copy of exactly its length, so that each byte read too much is noticed. The
 * first byte of the input decides whether the checksum is made right; @pseudo is
 * the sum of what else the checksum covers.
 */
static inline u8 *reports_message(const u8 **data, size_t *len, u32 pseudo)
{
	struct input in = { .data = *data, .len = *len };
	bool right = input_choice(&in, 8);
	u8 *message = malloc(in.len ? in.len : 1);
	u32 sum = pseudo;

	if (in.len)
		memcpy(message, in.data, in.len);
	if (right && in.len >= 4) {
		message[2] = 0;
		message[3] = 0;
		for (size_t i = 0; i < in.len; i++)
			sum += (u32)message[i] << (i % 2 ? 0 : 8);
		while (sum >> 16)
			sum = (sum & 0xffff) + (sum >> 16);
		message[2] = (u8)(~sum >> 8);
		message[3] = (u8)~sum;
	}
	*data = in.data;
	*len = in.len;
	return message;
}

#endif /* _SELFTESTS_FUZZ_REPORTS_H */
