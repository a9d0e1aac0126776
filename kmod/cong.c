// SPDX-License-Identifier: GPL-2.0
/*
 * The congestion control: from the socket to the laws of core/ and back.
 *
 * cong_control() takes over what the core of TCP does for others: growth, the
 * window in recovery (RFC 9937) and at its end, the restart after idleness
 * (RFC 5681 section 4.1) and the pacing rate. Where the law is Reno's, each
 * window is the one that the kernel's reno would have.
 *
 *	Open, Disorder	slow start below ssthresh, growth above it
 *	CWR, Recovery	proportional rate reduction towards ssthresh
 *	Loss		slow start from one segment
 *
 * ssthresh() is asked before the core changes its state, and does not hear why.
 * What it answered is told to listeners by the next set_state(), or by
 * CA_EVENT_LOSS, which alone tells a time-out and lets it be taken back further.
 *
 * All of this runs with the socket locked.
 */
#include <linux/inet_diag.h>
#include <net/tcp.h>

#include "cong.h"
#include "core/adaptive.h"
#include "core/growth.h"
#include "core/recovery.h"
#include "core/slow_start.h"
#include "decision.h"

/* For sockets that no registry entry, and so no profile, could be had for. */
static struct saw_params saw_cong_defaults __ro_after_init;

/* Under rcu_read_lock(). */
static const struct saw_params *saw_cong_params(const struct saw_cong *ca)
{
	return ca->steer ? saw_profile_params(rcu_dereference(ca->steer->profile)) :
			   &saw_cong_defaults;
}

/* The window grows where no loss reduces it. */
static bool saw_cong_adapts(const struct saw_cong *ca)
{
	bool adapts;

	rcu_read_lock();
	adapts = saw_cong_params(ca)->growth_law == SAWTOOTH_GROWTH_LAW_ADAPTIVE;
	rcu_read_unlock();
	return adapts;
}

static struct saw_flow *saw_cong_flow(const struct saw_cong *ca)
{
	return ca->steer ? &ca->steer->flow : NULL;
}

static void saw_cong_tell_pending(struct sock *sk, enum sawtooth_ssthresh_cause cause)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	if (!ca->pending)
		return;
	ca->pending = false;
	saw_decision_tell(sk, cause, ca->before, tcp_sk(sk)->snd_ssthresh);
}

/* As tcp_update_pacing_rate(), which the core leaves to whoever has cong_control(). */
static void saw_cong_pace(struct sock *sk)
{
	const struct net *net = sock_net(sk);
	const struct tcp_sock *tp = tcp_sk(sk);
	u64 rate = (u64)tp->mss_cache * ((USEC_PER_SEC / 100) << 3);

	if (tcp_snd_cwnd(tp) < tp->snd_ssthresh / 2)
		rate *= READ_ONCE(net->ipv4.sysctl_tcp_pacing_ss_ratio);
	else
		rate *= READ_ONCE(net->ipv4.sysctl_tcp_pacing_ca_ratio);
	rate *= max(tcp_snd_cwnd(tp), tp->packets_out);
	if (likely(tp->srtt_us))
		rate = div_u64(rate, tp->srtt_us);
	WRITE_ONCE(sk->sk_pacing_rate, min_t(u64, rate, READ_ONCE(sk->sk_max_pacing_rate)));
}

static void saw_cong_recover(struct sock *sk, s32 acked, bool safe)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct saw_prr prr;

	if (acked <= 0 || !tp->prior_cwnd)
		return;
	tp->prr_delivered += acked;
	prr.ssthresh = tp->snd_ssthresh;
	prr.prior_cwnd = tp->prior_cwnd;
	prr.in_flight = tcp_packets_in_flight(tp);
	prr.delivered = tp->prr_delivered;
	prr.sent = tp->prr_out;
	prr.newly_delivered = acked;
	prr.safe = safe;
	tcp_snd_cwnd_set(tp, min_t(u32, saw_recovery_window(&prr), tp->snd_cwnd_clamp));
}

/* What the socket's core has measured with this ACK; @rs is NULL where there is none. */
static void saw_cong_ack(const struct sock *sk, const struct rate_sample *rs, struct saw_ack *ack)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	*ack = (struct saw_ack) {
		.now = tp->tcp_mstamp,
		.tick = tcp_jiffies32 * (MSEC_PER_SEC / HZ),
		.tick_length = MSEC_PER_SEC / HZ,
		.delivered = tp->delivered,
		.lost = tp->lost,
		.limited = tp->app_limited,
	};
	if (!rs)
		return;
	ack->acked = max(rs->acked_sacked, 0);
	ack->rtt = rs->rtt_us > 0 ? min_t(long, rs->rtt_us, U32_MAX / 2) : 0;
	ack->sent_at = rs->prior_delivered;
	ack->known = rs->delivered >= 0;
}

static void saw_cong_window(const struct tcp_sock *tp, struct saw_window *win)
{
	win->cwnd = tcp_snd_cwnd(tp);
	win->ssthresh = tp->snd_ssthresh;
	win->clamp = tp->snd_cwnd_clamp;
	win->credit = tp->snd_cwnd_cnt;
}

/* Slow start has filled the path. */
static void saw_cong_filled(struct sock *sk, const struct saw_params *params,
			    struct saw_window *win)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	u32 before = win->ssthresh;

	win->ssthresh = max_t(u32, min(win->cwnd, win->ssthresh), SAWTOOTH_SSTHRESH_MIN);
	if (params->growth_law == SAWTOOTH_GROWTH_LAW_ADAPTIVE)
		saw_adaptive_settle(&ca->steer->flow);
	WRITE_ONCE(tcp_sk(sk)->snd_ssthresh, win->ssthresh);
	saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_SLOW_START_EXIT, before, win->ssthresh);
}

static void saw_cong_grow(struct sock *sk, const struct saw_params *params,
			  const struct saw_ack *ack, bool round)
{
	struct saw_flow *flow = saw_cong_flow(inet_csk_ca(sk));
	struct tcp_sock *tp = tcp_sk(sk);
	u32 acked = ack->acked;
	struct saw_window win;
	bool starting;

	if (!tcp_is_cwnd_limited(sk))
		return;
	saw_cong_window(tp, &win);
	starting = flow && !flow->start.over &&
		   (win.cwnd < win.ssthresh || params->growth_law == SAWTOOTH_GROWTH_LAW_ADAPTIVE);
	if (win.cwnd < win.ssthresh)
		acked = saw_slow_start(params, flow, &win, acked);
	if (acked)
		saw_growth(params, flow, ack, &win, acked);
	tcp_snd_cwnd_set(tp, win.cwnd);
	tp->snd_cwnd_cnt = win.credit;
	if (starting && saw_slow_start_enough(params, flow, ack, win.cwnd, round))
		saw_cong_filled(sk, params, &win);
}

/*
 * May this ACK grow the window? With much reordering on the path any delivery
 * counts, else only what advances SND.UNA, as in the core.
 */
static bool saw_cong_may_grow(const struct sock *sk, bool advanced)
{
	return advanced || tcp_sk(sk)->reordering >
			   READ_ONCE(sock_net(sk)->ipv4.sysctl_tcp_reordering);
}

/* A recovery that reduces nothing, and so needs no proportion. */
static bool saw_cong_forgiven(const struct sock *sk)
{
	const struct saw_cong *ca = inet_csk_ca(sk);
	const struct saw_flow *flow = saw_cong_flow(ca);

	return flow && flow->adapt.forgiven && saw_cong_adapts(ca);
}

/* A round ended. */
static void saw_cong_round(struct sock *sk, const struct saw_params *params,
			   const struct saw_ack *ack)
{
	struct saw_flow *flow = saw_cong_flow(inet_csk_ca(sk));
	enum sawtooth_ssthresh_cause cause;
	struct tcp_sock *tp = tcp_sk(sk);
	struct saw_window win;
	u32 before;

	if (params->growth_law != SAWTOOTH_GROWTH_LAW_ADAPTIVE ||
	    inet_csk(sk)->icsk_ca_state == TCP_CA_Loss ||
	    (tcp_in_cwnd_reduction(sk) && !flow->adapt.forgiven))
		return;
	saw_cong_window(tp, &win);
	before = win.ssthresh;
	if (!saw_adaptive_round(params, flow, ack, &win, &cause))
		return;
	tcp_snd_cwnd_set(tp, win.cwnd);
	WRITE_ONCE(tp->snd_ssthresh, win.ssthresh);
	saw_decision_tell(sk, cause, before, win.ssthresh);
}

static void saw_cong_control(struct sock *sk, u32 seq, int flag, const struct rate_sample *rs)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	bool advanced = ca->una != tp->snd_una;
	const struct saw_params *params;
	struct saw_ack ack;
	bool round;

	ca->acking = false;
	if (!ca->started)
		return;
	ca->una = tp->snd_una;
	saw_cong_ack(sk, rs, &ack);
	rcu_read_lock();
	params = saw_cong_params(ca);
	if (ca->steer)
		saw_cubic_measure(&ca->steer->flow.cubic, &ack);
	round = ca->steer && saw_path_ack(&ca->steer->flow.path, &ack);
	if (round)
		saw_cong_round(sk, params, &ack);
	if (tcp_in_cwnd_reduction(sk) && !saw_cong_forgiven(sk))
		saw_cong_recover(sk, rs->acked_sacked, advanced && !rs->losses);
	else if (ack.acked && (saw_cong_may_grow(sk, advanced) || tcp_in_cwnd_reduction(sk)))
		saw_cong_grow(sk, params, &ack, round);
	rcu_read_unlock();
	saw_cong_pace(sk);
}

SAW_DEFINE_CONG_CONTROL(saw_cong_control)

/* Under rcu_read_lock(). */
static u32 saw_cong_decide(struct sock *sk, enum sawtooth_ssthresh_cause cause, u32 cwnd)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	const struct tcp_sock *tp = tcp_sk(sk);
	struct saw_loss loss = {
		.cause = cause,
		.cwnd = cwnd,
		.delivered = tp->delivered,
		.lost = tp->lost,
	};

	return saw_ssthresh(saw_cong_params(ca), saw_cong_flow(ca), &loss);
}

/* What undo takes back: the last decision and all that it did to the growth. */
static void saw_cong_save(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	const struct tcp_sock *tp = tcp_sk(sk);

	ca->before = tp->snd_ssthresh;
	ca->credit = tp->snd_cwnd_cnt;
	ca->pending = true;
	if (!ca->steer)
		return;
	ca->steer->undo.cubic = ca->steer->flow.cubic;
	ca->steer->undo.start = ca->steer->flow.start;
	ca->steer->undo.adapt = ca->steer->flow.adapt;
}

static u32 saw_cong_ssthresh(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	u32 ssthresh;

	saw_cong_save(sk);
	rcu_read_lock();
	ssthresh = saw_cong_decide(sk, ca->ece ? SAWTOOTH_SSTHRESH_CAUSE_ECN :
						 SAWTOOTH_SSTHRESH_CAUSE_LOSS,
				   tcp_snd_cwnd(tcp_sk(sk)));
	rcu_read_unlock();
	return ssthresh;
}

static u32 saw_cong_undo(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	tp->snd_cwnd_cnt = ca->credit;
	if (ca->steer) {
		ca->steer->flow.cubic = ca->steer->undo.cubic;
		ca->steer->flow.start = ca->steer->undo.start;
		ca->steer->flow.adapt = ca->steer->undo.adapt;
	}
	saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_UNDO, tp->snd_ssthresh,
			  max(tp->snd_ssthresh, tp->prior_ssthresh));
	return max(tcp_snd_cwnd(tp), tp->prior_cwnd);
}

/* The old state is still in place. Reduction that was not undone ends at ssthresh. */
static void saw_cong_end_reduction(struct sock *sk, u8 new_state)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u8 old_state = inet_csk(sk)->icsk_ca_state;

	if (new_state >= TCP_CA_CWR || tp->snd_ssthresh >= TCP_INFINITE_SSTHRESH)
		return;
	if (!saw_cong_forgiven(sk) &&
	    (old_state == TCP_CA_CWR || (old_state == TCP_CA_Recovery && tp->undo_marker))) {
		tcp_snd_cwnd_set(tp, tp->snd_ssthresh);
		tp->snd_cwnd_stamp = tcp_jiffies32;
	}
}

/* What a time-out leaves of a window of @cwnd. */
static void saw_cong_back_off(struct sock *sk, u32 cwnd)
{
	rcu_read_lock();
	WRITE_ONCE(tcp_sk(sk)->snd_ssthresh,
		   saw_cong_decide(sk, SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT, cwnd));
	rcu_read_unlock();
}

/*
 * A time-out. The growth begins anew, as it does in Linux's cubic. Where it ends a recovery
 * the core keeps that one's ssthresh: right if there was a reduction, never if there was none.
 */
static void saw_cong_lost(struct sock *sk)
{
	struct saw_flow *flow = saw_cong_flow(inet_csk_ca(sk));
	struct tcp_sock *tp = tcp_sk(sk);
	u32 before = tp->snd_ssthresh;

	if (!flow)
		return;
	if (flow->adapt.forgiven) {
		saw_cong_back_off(sk, tp->prior_cwnd);
		saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT, before, tp->snd_ssthresh);
	}
	memset(&flow->cubic, 0, sizeof(flow->cubic));
}

static void saw_cong_set_state(struct sock *sk, u8 new_state)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	if (new_state == TCP_CA_Recovery || new_state == TCP_CA_CWR)
		saw_cong_tell_pending(sk, ca->ece ? SAWTOOTH_SSTHRESH_CAUSE_ECN :
						    SAWTOOTH_SSTHRESH_CAUSE_LOSS);
	if (new_state == TCP_CA_Loss)
		saw_cong_lost(sk);
	saw_cong_end_reduction(sk, new_state);
	/* The timer of RACK (RFC 8985) began it: one step, as the core does for others. */
	if (new_state == TCP_CA_Recovery && !ca->acking && !saw_cong_forgiven(sk))
		saw_cong_recover(sk, 1, false);
}

static void saw_cong_in_ack(struct sock *sk, u32 flags)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	ca->ece = flags & CA_ACK_ECE;
	ca->acking = true;
}

/* The core has set ssthresh as for a loss; a time-out may demand less. */
static void saw_cong_timeout(struct sock *sk)
{
	saw_cong_back_off(sk, tcp_sk(sk)->prior_cwnd);
	saw_cong_tell_pending(sk, SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT);
}

/* As tcp_init_cwnd(): the route's choice, else that of RFC 6928. */
static u32 saw_cong_initial_window(struct sock *sk)
{
	const struct dst_entry *dst = __sk_dst_get(sk);
	u32 cwnd = dst ? dst_metric(dst, RTAX_INITCWND) : 0;

	return min_t(u32, cwnd ?: TCP_INIT_CWND, tcp_sk(sk)->snd_cwnd_clamp);
}

/* As tcp_cwnd_restart(): the window halves for each RTO of idleness. */
static void saw_cong_restart(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 restart = min(saw_cong_initial_window(sk), tcp_snd_cwnd(tp));
	s32 rto = inet_csk(sk)->icsk_rto;
	s32 idle = tcp_jiffies32 - tp->lsndtime;
	u32 cwnd = tcp_snd_cwnd(tp);

	if (!READ_ONCE(sock_net(sk)->ipv4.sysctl_tcp_slow_start_after_idle) || idle <= rto)
		return;
	tp->snd_ssthresh = tcp_current_ssthresh(sk);
	while ((idle -= rto) > 0 && cwnd > restart)
		cwnd >>= 1;
	tcp_snd_cwnd_set(tp, max(cwnd, restart));
	tp->snd_cwnd_stamp = tcp_jiffies32;
	tp->snd_cwnd_used = 0;
}

/* Time that nothing was sent in does not count for the growth. */
static void saw_cong_idle(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	s32 idle = tcp_jiffies32 - tcp_sk(sk)->lsndtime;

	if (ca->steer && idle > 0)
		saw_cubic_rest(&ca->steer->flow.cubic, tcp_jiffies32 * (MSEC_PER_SEC / HZ),
			       idle * (MSEC_PER_SEC / HZ));
}

static void saw_cong_event(struct sock *sk, enum tcp_ca_event event)
{
	if (event == CA_EVENT_LOSS) {
		saw_cong_timeout(sk);
	} else if (event == CA_EVENT_TX_START) {
		saw_cong_idle(sk);
		saw_cong_restart(sk);
	}
}

static void saw_cong_start(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	struct saw_ack ack;
	u32 initial;

	memset(ca, 0, sizeof(*ca));
	ca->started = true;
	ca->una = tp->snd_una;
	ca->steer = saw_steer_add(sk);
	if (ca->steer) {
		saw_cong_ack(sk, NULL, &ack);
		ack.rtt = tcp_min_rtt(tcp_sk(sk)) == ~0U ? 0 : tcp_min_rtt(tcp_sk(sk));
		saw_flow_init(&ca->steer->flow, &ack);
	}
	rcu_read_lock();
	initial = saw_cong_params(ca)->initial_ssthresh;
	rcu_read_unlock();
	if (initial < tp->snd_ssthresh)
		tp->snd_ssthresh = initial;
	saw_cong_pace(sk);
}

/* May come without init(), with the area zeroed. */
static void saw_cong_release(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	if (ca->steer)
		saw_steer_remove(ca->steer);
	ca->steer = NULL;
}

/* For "ss -i": what the model knows, in the place that the kernel has for bbr's. */
static size_t saw_cong_info(struct sock *sk, u32 ext, int *attr, union tcp_cc_info *info)
{
	const struct saw_cong *ca = inet_csk_ca(sk);
	const struct saw_steer *steer = READ_ONCE(ca->steer);
	u64 bandwidth;

	if (!steer || !(ext & (1 << (INET_DIAG_BBRINFO - 1) | 1 << (INET_DIAG_VEGASINFO - 1))))
		return 0;
	bandwidth = saw_cong_bandwidth(sk, steer);
	memset(info, 0, sizeof(*info));
	info->bbr.bbr_bw_lo = (u32)bandwidth;
	info->bbr.bbr_bw_hi = (u32)(bandwidth >> 32);
	info->bbr.bbr_min_rtt = saw_path_min_rtt(&steer->flow.path);
	*attr = INET_DIAG_BBRINFO;
	return sizeof(info->bbr);
}

#define SAW_CONG_SNDBUF 2		/* windows: what the kernel takes for a Reno */
#define SAW_CONG_SNDBUF_ADAPTIVE 4	/* and for who sends on while a segment is lost twice */

/*
 * What is sent is kept until it is acknowledged. A window that a loss does not reduce goes out
 * again each round, while what is behind the hole waits; with too little room the socket would
 * wait as well.
 */
static u32 saw_cong_sndbuf(struct sock *sk)
{
	return saw_cong_adapts(inet_csk_ca(sk)) ? SAW_CONG_SNDBUF_ADAPTIVE : SAW_CONG_SNDBUF;
}

static struct tcp_congestion_ops saw_cong_ops __read_mostly = {
	.flags = TCP_CONG_NON_RESTRICTED,
	.name = "sawtooth",
	.owner = THIS_MODULE,
	.init = saw_cong_start,
	.release = saw_cong_release,
	.ssthresh = saw_cong_ssthresh,
	.undo_cwnd = saw_cong_undo,
	.cong_control = SAW_CONG_CONTROL(saw_cong_control),
	.set_state = saw_cong_set_state,
	.cwnd_event = saw_cong_event,
	.in_ack_event = saw_cong_in_ack,
	.sndbuf_expand = saw_cong_sndbuf,
	.get_info = saw_cong_info,
};

struct saw_steer *saw_cong_steer(const struct sock *sk)
{
	return inet_csk(sk)->icsk_ca_ops == &saw_cong_ops ?
	       ((struct saw_cong *)inet_csk_ca(sk))->steer : NULL;
}

int __init saw_cong_init(void)
{
	BUILD_BUG_ON(sizeof(struct saw_cong) > ICSK_CA_PRIV_SIZE);
	saw_params_reno(&saw_cong_defaults);
	return tcp_register_congestion_control(&saw_cong_ops);
}

void saw_cong_exit(void)
{
	tcp_unregister_congestion_control(&saw_cong_ops);
}
