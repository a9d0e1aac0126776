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
#include <net/tcp.h>

#include "cong.h"
#include "core/growth.h"
#include "core/recovery.h"
#include "core/slow_start.h"
#include "core/ssthresh.h"
#include "tell.h"

/**
 * struct saw_cong - private area of a socket
 * @steer: entry of the registry; NULL if there was no room
 * @una: SND.UNA at the last ACK
 * @before: ssthresh before the decision that is not yet told
 * @credit: growth credit before the last decision, for undo
 * @pending: there is a decision that is not yet told
 * @ece: the ACK that is being processed carries an ECN echo
 * @started: init() has run; the ACK of a SYN comes before it
 */
struct saw_cong {
	struct saw_steer *steer;
	u32 una;
	u32 before;
	u32 credit;
	bool pending;
	bool ece;
	bool started;
};

/* For sockets that no registry entry, and so no profile, could be had for. */
static struct saw_params saw_cong_defaults __ro_after_init;

/* Under rcu_read_lock(). */
static const struct saw_params *saw_cong_params(const struct saw_cong *ca)
{
	return ca->steer ? saw_profile_params(ca->steer->profile) : &saw_cong_defaults;
}

/* The phase that @sk is in, with @ssthresh for its threshold. */
static u8 saw_cong_phase(const struct sock *sk, u32 ssthresh)
{
	switch (inet_csk(sk)->icsk_ca_state) {
	case TCP_CA_CWR:
	case TCP_CA_Recovery:
		return SAWTOOTH_PHASE_RECOVERY;
	case TCP_CA_Loss:
		return SAWTOOTH_PHASE_LOSS;
	default:
		return READ_ONCE(tcp_sk(sk)->snd_cwnd) < ssthresh ? SAWTOOTH_PHASE_SLOW_START :
								    SAWTOOTH_PHASE_AVOIDANCE;
	}
}

static u64 saw_cong_conn_id(struct saw_net *sn, const struct saw_steer *steer)
{
	struct saw_conn *conn;
	u64 id;

	rcu_read_lock();
	conn = saw_conn_find(sn, &steer->key.conn);
	id = conn ? conn->id : 0;
	rcu_read_unlock();
	return id;
}

static void saw_cong_tell(struct sock *sk, enum sawtooth_ssthresh_cause cause, u32 before,
			  u32 after)
{
	struct saw_net *sn = saw_net(sock_net(sk));
	struct saw_cong *ca = inet_csk_ca(sk);
	const struct saw_steer *steer = ca->steer;
	const struct tcp_sock *tp = tcp_sk(sk);
	const struct saw_conn_key *key;
	struct sawtooth_decision d = {
		.time = ktime_get_ns(),
		.before = before,
		.after = after,
		.cwnd = tcp_snd_cwnd(tp),
		.in_flight = tcp_packets_in_flight(tp),
		.srtt = tp->srtt_us >> 3,
		.min_rtt = tcp_min_rtt(tp),
		.cause = cause,
		.phase = saw_cong_phase(sk, before),
	};

	if (!steer)
		return;
	ca->steer->decisions++;
	saw_stats_inc(sn, SAWTOOTH_STAT_SSTHRESH_DECISIONS);
	if (!saw_tell_decision_wanted(sn))
		return;
	key = &steer->key.conn;
	rcu_read_lock();
	d.law = saw_cong_params(ca)->ssthresh_law;
	rcu_read_unlock();
	d.conn = saw_cong_conn_id(sn, steer);
	d.family = key->family;
	d.sport = ntohs(key->port[steer->key.local]);
	d.dport = ntohs(key->port[!steer->key.local]);
	memcpy(d.saddr, &key->addr[steer->key.local], sizeof(d.saddr));
	memcpy(d.daddr, &key->addr[!steer->key.local], sizeof(d.daddr));
	saw_tell_decision(sn, &d);
}

static void saw_cong_tell_pending(struct sock *sk, enum sawtooth_ssthresh_cause cause)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	if (!ca->pending)
		return;
	ca->pending = false;
	saw_cong_tell(sk, cause, ca->before, tcp_sk(sk)->snd_ssthresh);
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

static void saw_cong_recover(struct sock *sk, const struct rate_sample *rs, bool advanced)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct saw_prr prr;

	if (rs->acked_sacked <= 0 || !tp->prior_cwnd)
		return;
	tp->prr_delivered += rs->acked_sacked;
	prr.ssthresh = tp->snd_ssthresh;
	prr.prior_cwnd = tp->prior_cwnd;
	prr.in_flight = tcp_packets_in_flight(tp);
	prr.delivered = tp->prr_delivered;
	prr.sent = tp->prr_out;
	prr.newly_delivered = rs->acked_sacked;
	prr.safe = advanced && !rs->losses;
	tcp_snd_cwnd_set(tp, saw_recovery_window(&prr));
}

static void saw_cong_grow(struct sock *sk, const struct saw_params *params, u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct saw_window win = {
		.cwnd = tcp_snd_cwnd(tp),
		.ssthresh = tp->snd_ssthresh,
		.clamp = tp->snd_cwnd_clamp,
		.credit = tp->snd_cwnd_cnt,
	};

	if (!tcp_is_cwnd_limited(sk))
		return;
	if (win.cwnd < win.ssthresh)
		acked = saw_slow_start(params, &win, acked);
	if (acked)
		saw_growth(params, &win, acked);
	tcp_snd_cwnd_set(tp, win.cwnd);
	tp->snd_cwnd_cnt = win.credit;
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

static void saw_cong_control(struct sock *sk, u32 ack, int flag, const struct rate_sample *rs)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	bool advanced = ca->una != tp->snd_una;

	if (!ca->started)
		return;
	ca->una = tp->snd_una;
	rcu_read_lock();
	if (tcp_in_cwnd_reduction(sk))
		saw_cong_recover(sk, rs, advanced);
	else if (rs->acked_sacked > 0 && saw_cong_may_grow(sk, advanced))
		saw_cong_grow(sk, saw_cong_params(ca), rs->acked_sacked);
	rcu_read_unlock();
	saw_cong_pace(sk);
}

SAW_DEFINE_CONG_CONTROL(saw_cong_control)

static u32 saw_cong_ssthresh(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 ssthresh;

	ca->before = tp->snd_ssthresh;
	ca->credit = tp->snd_cwnd_cnt;
	ca->pending = true;
	rcu_read_lock();
	ssthresh = saw_ssthresh(saw_cong_params(ca), ca->ece ? SAWTOOTH_SSTHRESH_CAUSE_ECN :
							      SAWTOOTH_SSTHRESH_CAUSE_LOSS,
				tcp_snd_cwnd(tp));
	rcu_read_unlock();
	return ssthresh;
}

static u32 saw_cong_undo(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	tp->snd_cwnd_cnt = ca->credit;
	saw_cong_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_UNDO, tp->snd_ssthresh,
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
	if (old_state == TCP_CA_CWR || (old_state == TCP_CA_Recovery && tp->undo_marker)) {
		tcp_snd_cwnd_set(tp, tp->snd_ssthresh);
		tp->snd_cwnd_stamp = tcp_jiffies32;
	}
}

static void saw_cong_set_state(struct sock *sk, u8 new_state)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	if (new_state == TCP_CA_Recovery || new_state == TCP_CA_CWR)
		saw_cong_tell_pending(sk, ca->ece ? SAWTOOTH_SSTHRESH_CAUSE_ECN :
						    SAWTOOTH_SSTHRESH_CAUSE_LOSS);
	saw_cong_end_reduction(sk, new_state);
}

static void saw_cong_in_ack(struct sock *sk, u32 flags)
{
	struct saw_cong *ca = inet_csk_ca(sk);

	ca->ece = flags & CA_ACK_ECE;
}

/* The core has set ssthresh as for a loss; a time-out may demand less. */
static void saw_cong_timeout(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	rcu_read_lock();
	WRITE_ONCE(tp->snd_ssthresh, saw_ssthresh(saw_cong_params(ca),
						  SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT,
						  tp->prior_cwnd));
	rcu_read_unlock();
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

static void saw_cong_event(struct sock *sk, enum tcp_ca_event event)
{
	if (event == CA_EVENT_LOSS)
		saw_cong_timeout(sk);
	else if (event == CA_EVENT_TX_START)
		saw_cong_restart(sk);
}

static void saw_cong_start(struct sock *sk)
{
	struct saw_cong *ca = inet_csk_ca(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	u32 initial;

	memset(ca, 0, sizeof(*ca));
	ca->started = true;
	ca->una = tp->snd_una;
	ca->steer = saw_steer_add(sk);
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
};

void saw_cong_view(const struct sock *sk, struct saw_cong_view *view)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	view->cwnd = READ_ONCE(tp->snd_cwnd);
	view->ssthresh = READ_ONCE(tp->snd_ssthresh);
	view->in_flight = tcp_packets_in_flight(tp);
	view->mss = READ_ONCE(tp->mss_cache);
	view->srtt = READ_ONCE(tp->srtt_us) >> 3;
	view->min_rtt = tcp_min_rtt(tp);
	view->retransmits = READ_ONCE(tp->total_retrans);
	view->acked = READ_ONCE(tp->bytes_acked);
	view->phase = saw_cong_phase(sk, view->ssthresh);
}

int saw_cong_set_ssthresh(struct sock *sk, struct saw_steer *steer, u32 ssthresh)
{
	struct tcp_sock *tp = tcp_sk(sk);
	int err = -ESTALE;
	u32 before;

	lock_sock(sk);
	if (inet_csk(sk)->icsk_ca_ops == &saw_cong_ops &&
	    ((struct saw_cong *)inet_csk_ca(sk))->steer == steer) {
		before = tp->snd_ssthresh;
		WRITE_ONCE(tp->snd_ssthresh, ssthresh);
		saw_cong_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_MANUAL, before, ssthresh);
		err = 0;
	}
	release_sock(sk);
	return err;
}

int __init saw_cong_init(void)
{
	BUILD_BUG_ON(sizeof(struct saw_cong) > ICSK_CA_PRIV_SIZE);
	saw_params_default(&saw_cong_defaults);
	return tcp_register_congestion_control(&saw_cong_ops);
}

void saw_cong_exit(void)
{
	tcp_unregister_congestion_control(&saw_cong_ops);
}
