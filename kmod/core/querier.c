// SPDX-License-Identifier: GPL-2.0
#include "querier.h"

#define ROBUSTNESS 2		/* the defaults of RFC 9776 and RFC 9777 section 8 */
#define INTERVAL 125		/* seconds */
#define RESPONSE 10000		/* milliseconds */
#define LAST_MEMBER 1000	/* milliseconds */
#define LAST_MEMBER_MIN 100	/* milliseconds: the answers need a moment */

void saw_querier_init(struct saw_querier *querier)
{
	*querier = (struct saw_querier) {
		.interval = INTERVAL,
		.response = RESPONSE,
		.robustness = ROBUSTNESS,
	};
}

/*
 * The lowest address wins. One without an address, which a bridge may send from (RFC
 * 4541 section 2.1.1), wins against nobody.
 */
static bool wins(const u8 *from, const u8 *over)
{
	static const u8 nobody[16];

	if (!memcmp(over, nobody, sizeof(nobody)))
		return true;
	return memcmp(from, nobody, sizeof(nobody)) && memcmp(from, over, sizeof(nobody)) <= 0;
}

u64 saw_querier_membership(const struct saw_querier *querier)
{
	return (u64)querier->robustness * querier->interval * SAW_NSEC_PER_SEC +
	       querier->response * SAW_NSEC_PER_MSEC;
}

u64 saw_querier_present(const struct saw_querier *querier)
{
	return (u64)querier->robustness * querier->interval * SAW_NSEC_PER_SEC +
	       querier->response * SAW_NSEC_PER_MSEC / 2;
}

u64 saw_querier_last_member(const struct saw_querier *querier, u32 response)
{
	if (!response)
		response = LAST_MEMBER;
	response = max_t(u32, response, LAST_MEMBER_MIN);
	return (u64)querier->robustness * min_t(u32, response, querier->interval * 1000) *
	       SAW_NSEC_PER_MSEC;
}

/* Adopt the timers of @query; true if they had to be cut down. */
static bool adopt(struct saw_querier *querier, const struct saw_query *query)
{
	u32 interval = query->interval ? query->interval : INTERVAL;
	u32 response = query->response;

	interval = min_t(u32, interval, SAW_QUERIER_INTERVAL_MAX);
	/* RFC 9776 section 8.3: hosts answer before they are asked again. */
	response = min_t(u32, response, interval * 1000 - 1);
	querier->interval = interval;
	querier->response = response;
	querier->robustness = query->robustness ? query->robustness : ROBUSTNESS;
	return response != query->response || (query->interval && interval != query->interval);
}

unsigned int saw_querier_hear(struct saw_querier *querier, const struct saw_query *query,
			      const u8 *from, bool local, u64 now)
{
	bool known = querier->heard && now - querier->heard <= saw_querier_present(querier);
	unsigned int was = 0;

	if (known && !wins(from, querier->address))
		return SAW_QUERIER_HIGHER;
	if (!querier->heard || memcmp(from, querier->address, sizeof(querier->address)))
		was |= SAW_QUERIER_CHANGED;
	if (adopt(querier, query))
		was |= SAW_QUERIER_ABSURD;
	memcpy(querier->address, from, sizeof(querier->address));
	querier->heard = now;
	querier->protocol = query->protocol;
	querier->local = local;
	return was;
}
