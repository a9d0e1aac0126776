// SPDX-License-Identifier: GPL-2.0
/*
 * Any sequence of hooks through the laws, with any parameters of a profile: ACKs,
 * losses, marks, time-outs, undo, idleness, another profile, a clamp.
 *
 * Whatever comes: ssthresh is at least 2 and at a loss never above the window; a
 * time-out is never forgiven and halves at least; a loss never raises the window; an
 * ACK never raises it by more than what it acknowledged, and a segment of credit; the
 * clamp holds.
 */
#include "core/adaptive.h"
#include "core/growth.h"
#include "core/recovery.h"
#include "core/slow_start.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

/**
 * struct sender - a connection, as cong.c has it
 * @params: its profile
 * @flow: its laws
 * @undo: its laws before the last decision
 * @win: its window
 * @before: its window before the last decision
 * @ack: the last ACK
 * @recovering: in recovery
 * @prior: window when it began
 * @prr_delivered: delivered since then
 */
struct sender {
	struct saw_params params;
	struct saw_flow flow;
	struct saw_flow undo;
	struct saw_window win;
	struct saw_window before;
	struct saw_ack ack;
	bool recovering;
	u32 prior;
	u32 prr_delivered;
};

/* Small numbers mostly, sometimes any. */
static u32 any(struct input *in)
{
	u8 kind = input_byte(in);

	return kind < 8 ? input_u32(in) : kind < 64 ? input_u32(in) >> 16 : input_byte(in);
}

static u32 between(struct input *in, u32 min, u32 max)
{
	return min + any(in) % (max - min + 1);
}

static void choose(struct input *in, struct saw_params *params)
{
	saw_params_reno(params);
	params->slow_start_law = input_choice(in, __SAWTOOTH_SLOW_START_LAW_MAX);
	params->growth_law = input_choice(in, __SAWTOOTH_GROWTH_LAW_MAX);
	params->ssthresh_law = input_choice(in, __SAWTOOTH_SSTHRESH_LAW_MAX);
	params->beta = between(in, 100, 1000);
	params->beta_ecn = between(in, 100, 1000);
	params->fixed_ssthresh = between(in, 2, SAWTOOTH_SSTHRESH_MAX);
	params->cubic_c = between(in, 10, 10000);
	params->max_ssthresh = between(in, 2, 32000);
	params->bdp_gain = between(in, 1000, 2000);
	params->queue_threshold = between(in, 10, 1000);
	params->queue_limit = between(in, 100, 32000);
	params->loss_threshold = between(in, 1, 1000);
	saw_params_derive(params);
}

static void check_window(const struct sender *sender)
{
	if (sender->win.ssthresh < SAWTOOTH_SSTHRESH_MIN)
		input_wrong("ssthresh below 2");
	if (!sender->win.cwnd)
		input_wrong("no window");
}

static void grow(struct sender *sender, bool round)
{
	u32 cwnd = sender->win.cwnd, acked = sender->ack.acked;
	const struct saw_params *params = &sender->params;

	if (cwnd < sender->win.ssthresh)
		acked = saw_slow_start(params, &sender->flow, &sender->win, acked);
	if (acked > sender->ack.acked)
		input_wrong("more left than there was");
	if (acked)
		saw_growth(params, &sender->flow, &sender->ack, &sender->win, acked);
	if (!sender->flow.start.over &&
	    saw_slow_start_enough(params, &sender->flow, &sender->ack, sender->win.cwnd, round)) {
		sender->win.ssthresh = max_t(u32, min_t(u32, sender->win.cwnd,
							sender->win.ssthresh), 2);
		if (params->growth_law == SAWTOOTH_GROWTH_LAW_ADAPTIVE)
			saw_adaptive_settle(&sender->flow);
	}
	if (sender->win.cwnd > (u64)cwnd + sender->ack.acked + 1)
		input_wrong("grew by more than was acknowledged");
	if (sender->win.cwnd > cwnd && sender->win.cwnd > sender->win.clamp)
		input_wrong("grew beyond the clamp");
}

static void recover(struct sender *sender, u32 sent)
{
	struct saw_prr prr = {
		.ssthresh = sender->win.ssthresh,
		.prior_cwnd = sender->prior,
		.in_flight = min_t(u32, sender->win.cwnd, sender->prior),
		.delivered = sender->prr_delivered += sender->ack.acked,
		.sent = sent,
		.newly_delivered = sender->ack.acked,
		.safe = sent & 1,
	};

	if (prr.delivered > 1U << 30 || sent > 1U << 30 || !prr.newly_delivered)
		return;
	sender->win.cwnd = max_t(u32, min_t(u32, saw_recovery_window(&prr), sender->win.clamp), 1);
	if (sender->win.cwnd > max_t(u64, (u64)prr.in_flight + 1,
				     prr.in_flight > prr.ssthresh ? ~0ULL : prr.ssthresh))
		input_wrong("recovered to more than ssthresh");
}

static void acknowledge(struct input *in, struct sender *sender)
{
	enum sawtooth_ssthresh_cause cause;
	struct saw_ack *ack = &sender->ack;
	bool adaptive = sender->params.growth_law == SAWTOOTH_GROWTH_LAW_ADAPTIVE;
	bool round;

	ack->now += any(in);
	ack->tick += any(in);
	ack->rtt = any(in);
	ack->acked = any(in) % (1U << 24);
	ack->delivered += ack->acked;
	ack->lost += input_byte(in) & 1 ? any(in) % 1000 : 0;
	ack->sent_at = ack->delivered - any(in);
	ack->known = input_byte(in) & 3;
	ack->limited = !(input_byte(in) & 7);
	saw_cubic_measure(&sender->flow.cubic, ack);
	round = saw_path_ack(&sender->flow.path, ack);
	if (round && adaptive && (!sender->recovering || sender->flow.adapt.forgiven))
		saw_adaptive_round(&sender->params, &sender->flow, ack, &sender->win, &cause);
	if (sender->recovering && !(sender->flow.adapt.forgiven && adaptive))
		recover(sender, any(in));
	else
		grow(sender, round);
}

static void lose(struct sender *sender, enum sawtooth_ssthresh_cause cause)
{
	struct saw_loss loss = {
		.cause = cause,
		.cwnd = sender->win.cwnd,
		.delivered = sender->ack.delivered,
		.lost = sender->ack.lost,
	};

	sender->before = sender->win;
	sender->undo = sender->flow;
	sender->win.ssthresh = saw_ssthresh(&sender->params, &sender->flow, &loss);
	if (sender->win.ssthresh > max_t(u32, loss.cwnd, SAWTOOTH_SSTHRESH_MIN))
		input_wrong("ssthresh above the window that lost");
	if (sender->win.cwnd > loss.cwnd)
		input_wrong("a loss raised the window");
	sender->prior = loss.cwnd;
	sender->prr_delivered = 0;
	sender->recovering = cause != SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT;
	if (sender->recovering)
		return;
	if (sender->flow.adapt.forgiven || !sender->flow.start.over)
		input_wrong("a time-out was forgiven");
	if (sender->win.ssthresh > max_t(u32, loss.cwnd / 2, SAWTOOTH_SSTHRESH_MIN))
		input_wrong("a time-out left more than half");
	sender->win.cwnd = 1;
	memset(&sender->flow.cubic, 0, sizeof(sender->flow.cubic));
}

static void undo(struct sender *sender)
{
	if (!sender->before.cwnd)
		return;
	sender->flow.cubic = sender->undo.cubic;
	sender->flow.start = sender->undo.start;
	sender->flow.adapt = sender->undo.adapt;
	sender->win.cwnd = max_t(u32, sender->win.cwnd, sender->before.cwnd);
	sender->win.ssthresh = max_t(u32, sender->win.ssthresh, sender->before.ssthresh);
	sender->win.credit = sender->before.credit;
	sender->recovering = false;
}

static void hook(struct input *in, struct sender *sender)
{
	switch (input_choice(in, 16)) {
	case 0:
		return lose(sender, SAWTOOTH_SSTHRESH_CAUSE_LOSS);
	case 1:
		return lose(sender, SAWTOOTH_SSTHRESH_CAUSE_ECN);
	case 2:
		return lose(sender, SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT);
	case 3:
		return undo(sender);
	case 4:
		return saw_cubic_rest(&sender->flow.cubic, sender->ack.tick, any(in));
	case 5:
		sender->recovering = false;
		return;
	case 6:
		return choose(in, &sender->params);
	case 7:
		sender->win.clamp = between(in, 2, SAWTOOTH_SSTHRESH_MAX);
		sender->win.cwnd = min_t(u32, sender->win.cwnd, sender->win.clamp);
		return;
	default:
		return acknowledge(in, sender);
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct input in = { .data = data, .len = len };
	struct sender sender = {
		.win = { .cwnd = 10, .ssthresh = SAWTOOTH_SSTHRESH_MAX,
			 .clamp = SAWTOOTH_SSTHRESH_MAX },
		.ack = { .tick_length = 4 },
	};

	choose(&in, &sender.params);
	saw_flow_init(&sender.flow, &sender.ack);
	while (in.len) {
		hook(&in, &sender);
		check_window(&sender);
	}
	return 0;
}
