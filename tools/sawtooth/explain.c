// SPDX-License-Identifier: GPL-2.0
/* The last decision of a connection, in words. */
#include <inttypes.h>
#include <stdio.h>

#include "explain.h"

/* Segments that the path carried in its smallest round-trip time. */
static uint64_t product(const struct sawtooth_decision *d, unsigned int mss)
{
	return mss ? d->bandwidth * d->min_rtt / 1000000 / mss : 0;
}

static const char *cause_text(const struct sawtooth_decision *d)
{
	switch (d->cause) {
	case SAWTOOTH_SSTHRESH_CAUSE_LOSS:
		return "duplicate acknowledgments showed a loss";
	case SAWTOOTH_SSTHRESH_CAUSE_ECN:
		return "the receiver echoed a congestion mark";
	case SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT:
		return "nothing was acknowledged until the retransmission timer ran out";
	case SAWTOOTH_SSTHRESH_CAUSE_SLOW_START_EXIT:
		return "slow start had filled the path";
	case SAWTOOTH_SSTHRESH_CAUSE_QUEUE:
		return "the queue had become longer than queue-limit allows";
	case SAWTOOTH_SSTHRESH_CAUSE_UNDO:
		return "the reason of the last reduction turned out to be none";
	case SAWTOOTH_SSTHRESH_CAUSE_MANUAL:
		return "ssthresh was set by hand";
	case SAWTOOTH_SSTHRESH_CAUSE_CLAMP:
		return "the window was clamped by hand";
	case SAWTOOTH_SSTHRESH_CAUSE_PROFILE:
		return "another profile was chosen by hand";
	default:
		return "something that this command does not know happened";
	}
}

static const char *taken(const struct sawtooth_decision *d, unsigned int mss)
{
	uint64_t bdp = product(d, mss);

	if (d->cause == SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT)
		return "a time-out is never forgiven: half of the window at most, and slow start";
	if (d->cause != SAWTOOTH_SSTHRESH_CAUSE_LOSS && d->cause != SAWTOOTH_SSTHRESH_CAUSE_ECN)
		return NULL;
	switch (d->law) {
	case SAWTOOTH_SSTHRESH_LAW_HALF:
		return "by the law half it is half of the window";
	case SAWTOOTH_SSTHRESH_LAW_BETA:
		return "by the law beta it is the profile's fraction of the window";
	case SAWTOOTH_SSTHRESH_LAW_FIXED:
		return "by the law fixed it is the profile's, but not above the window";
	case SAWTOOTH_SSTHRESH_LAW_BDP:
		return "by the law bdp it is what the path carries, but not above the window";
	case SAWTOOTH_SSTHRESH_LAW_ADAPTIVE:
		if (d->cause == SAWTOOTH_SSTHRESH_CAUSE_ECN)
			return "a mark comes early: it is what the path carries without a queue";
		return bdp && d->after >= (bdp < d->cwnd ? bdp : d->cwnd) ?
		       "nothing but the loss spoke of congestion: it is what the path carries" :
		       "queue or losses mean congestion: it is the profile's beta of the window";
	default:
		return NULL;
	}
}

void explain(const struct sawtooth_decision *d, unsigned int mss)
{
	char before[DURATION_SIZE], after[DURATION_SIZE], queue[DURATION_SIZE];
	char min_rtt[DURATION_SIZE];
	const char *why = taken(d, mss);

	printf("  %-12s%s, in %s with a window of %u\n", "decided", cause_text(d),
	       word_or_number(&saw_phase_words, d->phase), d->cwnd);
	printf("  %-12sssthresh %s -> %s", "", threshold(before, d->before),
	       threshold(after, d->after));
	if (d->cause == SAWTOOTH_SSTHRESH_CAUSE_CLAMP)
		printf(", clamp %s", threshold(before, d->clamp));
	printf("%s%s\n", why ? ": " : "", why ? why : "");
	printf("  %-12squeue %s above a smallest RTT of %s, %u.%02u %% of the last round lost\n", "",
	       duration(queue, d->queue * UINT64_C(1000)),
	       duration(min_rtt, d->min_rtt * UINT64_C(1000)), d->round_loss / 100,
	       d->round_loss % 100);
	if (d->bandwidth)
		printf("  %-12sbandwidth %" PRIu64 " bytes/s: the path carries %" PRIu64 " segments\n",
		       "", (uint64_t)d->bandwidth, product(d, mss));
}
