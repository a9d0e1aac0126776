// SPDX-License-Identifier: GPL-2.0
#include <net/tcp.h>

#include "decision.h"
#include "table.h"
#include "tell.h"

u8 saw_decision_phase(const struct sock *sk, u32 ssthresh)
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

static u64 saw_decision_conn(struct saw_net *sn, const struct saw_steer *steer)
{
	struct saw_conn *conn = saw_table_get(sn, &steer->key.conn);
	u64 id = 0;

	if (conn) {
		id = conn->id;
		saw_table_unlock(conn);
	}
	return id;
}

static void saw_decision_where(struct sawtooth_decision *d, const struct saw_steer *steer)
{
	const struct saw_conn_key *key = &steer->key.conn;

	d->family = key->family;
	d->sport = ntohs(key->port[steer->key.local]);
	d->dport = ntohs(key->port[!steer->key.local]);
	memcpy(d->saddr, &key->addr[steer->key.local], sizeof(d->saddr));
	memcpy(d->daddr, &key->addr[!steer->key.local], sizeof(d->daddr));
}

static void saw_decision_path(struct sawtooth_decision *d, const struct sock *sk,
			      const struct saw_steer *steer)
{
	const struct saw_path *path = &steer->flow.path;

	d->bandwidth = saw_cong_bandwidth(sk, steer);
	d->min_rtt = saw_path_min_rtt(path);
	d->queue = saw_path_excess(path, path->rtt);
	d->round_loss = path->round_loss;
}

void saw_decision_tell(struct sock *sk, enum sawtooth_ssthresh_cause cause, u32 before,
		       u32 after)
{
	struct saw_net *sn = saw_net(sock_net(sk));
	const struct tcp_sock *tp = tcp_sk(sk);
	struct saw_steer *steer = saw_cong_steer(sk);
	struct sawtooth_decision d = {
		.time = ktime_get_ns(),
		.before = before,
		.after = after,
		.cwnd = tcp_snd_cwnd(tp),
		.in_flight = tcp_packets_in_flight(tp),
		.srtt = tp->srtt_us >> 3,
		.clamp = min_t(u32, tp->snd_cwnd_clamp, SAWTOOTH_SSTHRESH_MAX),
		.cause = cause,
		.phase = saw_decision_phase(sk, before),
	};

	if (!steer)
		return;
	steer->decisions++;
	saw_stats_inc(sn, SAWTOOTH_STAT_SSTHRESH_DECISIONS);
	saw_decision_where(&d, steer);
	saw_decision_path(&d, sk, steer);
	d.conn = saw_decision_conn(sn, steer);
	rcu_read_lock();
	d.law = saw_profile_params(rcu_dereference(steer->profile))->ssthresh_law;
	rcu_read_unlock();
	/* Decided in timers, and by who closes the socket. */
	local_bh_disable();
	write_seqcount_begin(&steer->last_seq);
	steer->last = d;
	write_seqcount_end(&steer->last_seq);
	local_bh_enable();
	if (saw_tell_decision_wanted(sn))
		saw_tell_decision(sn, &d);
}

bool saw_decision_last(const struct saw_steer *steer, struct sawtooth_decision *decision)
{
	unsigned int seq;

	do {
		seq = read_seqcount_begin(&steer->last_seq);
		*decision = steer->last;
	} while (read_seqcount_retry(&steer->last_seq, seq));
	return decision->time;
}
