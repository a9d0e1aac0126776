// SPDX-License-Identifier: GPL-2.0
#include "recovery.h"

/*
 * RFC 9937 section 6.2. Above ssthresh the window shrinks in proportion to what
 * was delivered, so that it arrives at ssthresh when a full window has been.
 * Below ssthresh it grows by what was delivered and not yet sent, and by one
 * more where the ACK proves progress without new loss.
 *
 * Signed, because more may have been sent than delivered. The proportional part
 * is at most ssthresh * delivered / prior_cwnd, with delivered counted from the
 * start of this recovery: far from the bounds of 32 bits.
 */
static s32 proportional(const struct saw_prr *prr)
{
	u64 share = (u64)prr->ssthresh * prr->delivered + prr->prior_cwnd - 1;

	return (s32)div_u64(share, prr->prior_cwnd) - (s32)prr->sent;
}

static s32 conserving(const struct saw_prr *prr)
{
	s32 budget = max_t(s32, prr->delivered - prr->sent, prr->newly_delivered);

	if (prr->safe)
		budget++;
	return min_t(s32, budget, prr->ssthresh - prr->in_flight);
}

u32 saw_recovery_window(const struct saw_prr *prr)
{
	bool above = prr->in_flight > prr->ssthresh;
	s32 budget = above ? proportional(prr) : conserving(prr);

	/* The first ACK of recovery always lets the fast retransmit out. */
	return prr->in_flight + max_t(s32, budget, prr->sent ? 0 : 1);
}
