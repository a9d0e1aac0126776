// SPDX-License-Identifier: GPL-2.0
#include <net/tcp.h>

#include "decision.h"
#include "tune.h"

static void saw_tune_ssthresh(struct sock *sk, u32 ssthresh)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 before = tp->snd_ssthresh;

	WRITE_ONCE(tp->snd_ssthresh, ssthresh);
	saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_MANUAL, before, ssthresh);
}

static void saw_tune_clamp(struct sock *sk, u32 clamp)
{
	struct tcp_sock *tp = tcp_sk(sk);

	tp->snd_cwnd_clamp = clamp;
	tcp_snd_cwnd_set(tp, min(tcp_snd_cwnd(tp), clamp));
	saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_CLAMP, tp->snd_ssthresh, tp->snd_ssthresh);
}

/* The hold of the caller stays the caller's. */
static void saw_tune_profile(struct sock *sk, struct saw_steer *steer,
			     struct saw_profile *profile)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	refcount_inc(&profile->holds);
	saw_steer_move(steer, profile);
	saw_decision_tell(sk, SAWTOOTH_SSTHRESH_CAUSE_PROFILE, tp->snd_ssthresh,
			  tp->snd_ssthresh);
}

int saw_tune(struct sock *sk, const struct saw_steer *steer, const struct saw_tune *tune)
{
	struct saw_steer *own;
	int err = -ESTALE;

	lock_sock(sk);
	own = saw_cong_steer(sk);
	if (own && own == steer) {
		if (tune->profile)
			saw_tune_profile(sk, own, tune->profile);
		if (tune->clamp)
			saw_tune_clamp(sk, tune->clamp);
		if (tune->ssthresh)
			saw_tune_ssthresh(sk, tune->ssthresh);
		err = 0;
	}
	release_sock(sk);
	return err;
}
