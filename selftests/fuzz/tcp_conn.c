// SPDX-License-Identifier: GPL-2.0
/*
 * Any segments at all, near the numbers that matter, between two ends on any
 * side: whatever comes, what is told holds together, and silence ends it.
 */
#include "input.h"
#include "invariant.h"
#include "core/tcp_option.h"

static const struct saw_tcp_timers timers = {
	.syn = 127 * SAW_NSEC_PER_SEC,
	.syn_ack = 63 * SAW_NSEC_PER_SEC,
	.fin_wait_2 = 60 * SAW_NSEC_PER_SEC,
	.orphan = 100 * SAW_NSEC_PER_SEC,
	.retransmit = 900 * SAW_NSEC_PER_SEC,
	.time_wait = 60 * SAW_NSEC_PER_SEC,
	.idle = 7200 * SAW_NSEC_PER_SEC,
};

/* Nobody looked for the sockets. */
static const struct saw_sockets unknown;

/**
 * struct fuzz - one input
 * @local: the ends on this host: bit 0 and bit 1 for the two addresses; none on a router
 * @initiator: the address that is the initiator of @conn
 */
struct fuzz {
	struct saw_tcp_conn conn;
	struct invariant inv;
	struct input in;
	u64 now;
	unsigned int local;
	unsigned int initiator;
};

static void begin(struct fuzz *fuzz, unsigned int initiator)
{
	saw_tcp_conn_init(&fuzz->conn, fuzz->now);
	memset(&fuzz->inv, 0, sizeof(fuzz->inv));
	fuzz->initiator = initiator;
	if (fuzz->local & 1u << initiator)
		fuzz->conn.ep[SAWTOOTH_ROLE_INITIATOR].bits |= SAW_EP_LOCAL;
	if (fuzz->local & 1u << !initiator)
		fuzz->conn.ep[SAWTOOTH_ROLE_RESPONDER].bits |= SAW_EP_LOCAL;
}

/* As the table does, which forgets a connection that is done. */
static void check(struct fuzz *fuzz, const struct saw_news *news)
{
	const char *wrong = invariant_check(&fuzz->inv, &fuzz->conn, news);

	if (wrong)
		input_wrong(wrong);
	if (news->done)
		begin(fuzz, fuzz->initiator);
}

static u32 pick_seq(struct fuzz *fuzz, const struct saw_ep *snd, const struct saw_ep *rcv)
{
	u32 near = input_choice(&fuzz->in, 5) - 2;

	switch (input_choice(&fuzz->in, 8)) {
	case 0:
	case 1:
	case 2:
		return snd->snd_nxt;
	case 3:
		return snd->snd_nxt + near;
	case 4:
		return snd->iss + near;
	case 5:
		return rcv->rcv_edge + near;
	case 6:
		return snd->fin + near;
	default:
		return input_u32(&fuzz->in);
	}
}

static u32 pick_ack(struct fuzz *fuzz, const struct saw_ep *snd, const struct saw_ep *rcv)
{
	u32 near = input_choice(&fuzz->in, 5) - 2;

	switch (input_choice(&fuzz->in, 8)) {
	case 0:
	case 1:
	case 2:
		return rcv->snd_nxt;
	case 3:
		return rcv->snd_nxt + near;
	case 4:
		return rcv->iss + near;
	case 5:
		return snd->rcv_nxt + near;
	case 6:
		return rcv->fin + near;
	default:
		return input_u32(&fuzz->in);
	}
}

static u8 pick_flags(struct fuzz *fuzz)
{
	static const u8 usual[] = {
		SAW_TCP_SYN, SAW_TCP_SYN | SAW_TCP_ACK, SAW_TCP_ACK, SAW_TCP_ACK | SAW_TCP_PSH,
		SAW_TCP_ACK | SAW_TCP_FIN, SAW_TCP_RST, SAW_TCP_RST | SAW_TCP_ACK,
	};
	unsigned int choice = input_choice(&fuzz->in, ARRAY_SIZE(usual) + 1);

	return choice < ARRAY_SIZE(usual) ? usual[choice] : input_byte(&fuzz->in);
}

/* Who sends, seen where? */
static unsigned int pick_sender(struct fuzz *fuzz, enum saw_point *point)
{
	unsigned int address = input_choice(&fuzz->in, 2);

	if (!fuzz->local)
		*point = SAW_POINT_PASS;
	else if (!(fuzz->local & 1u << address))
		*point = input_choice(&fuzz->in, 8) == 7 ? SAW_POINT_PASS : SAW_POINT_IN;
	else if (!(fuzz->local & 1u << !address))
		*point = SAW_POINT_OUT;
	else
		*point = input_choice(&fuzz->in, 2) ? SAW_POINT_IN_LOOP : SAW_POINT_OUT;
	return address;
}

/* Up to 40 bytes, which end where memory does. */
static u8 option(struct fuzz *fuzz)
{
	size_t len = input_choice(&fuzz->in, 41);

	if (len > fuzz->in.len)
		len = fuzz->in.len;
	return saw_tcp_option_parse(fuzz->in.data + fuzz->in.len - len, len);
}

static void segment(struct fuzz *fuzz)
{
	enum saw_point point;
	unsigned int address = pick_sender(fuzz, &point);
	unsigned int role = address != fuzz->initiator;
	const struct saw_ep *snd = &fuzz->conn.ep[role];
	const struct saw_ep *rcv = &fuzz->conn.ep[!role];
	struct saw_seg seg = { .flags = pick_flags(fuzz) };
	enum saw_stamp stamp = SAW_STAMP_NONE;
	enum sawtooth_role first;
	struct saw_news news;
	bool gone = false;

	seg.seq = pick_seq(fuzz, snd, rcv);
	seg.ack = pick_ack(fuzz, snd, rcv);
	seg.window = input_byte(&fuzz->in) << 8;
	if (seg.flags & SAW_TCP_SYN) {
		seg.options = option(fuzz);
		stamp = input_choice(&fuzz->in, SAW_STAMP_NEW + 1);
		gone = input_choice(&fuzz->in, 8) == 7;
	} else if (seg.flags & SAW_TCP_RST) {
		fuzz->conn.rfc1337 = input_choice(&fuzz->in, 2);
	}
	seg.len = input_choice(&fuzz->in, 4) == 3 ? input_u32(&fuzz->in) & 0xfffff : 0;

	if (saw_tcp_conn_asks(&fuzz->conn, role, point, &seg) && input_choice(&fuzz->in, 2))
		saw_tcp_conn_edge(&fuzz->conn, !role, pick_seq(fuzz, snd, rcv));
	if (saw_tcp_conn_reused(&fuzz->conn, role, &seg, stamp, gone)) {
		saw_tcp_conn_end(&fuzz->conn, role, fuzz->now, &news);
		if (!news.done)
			input_wrong("an old incarnation did not end");
		check(fuzz, &news);
	}
	if (!fuzz->conn.transitions) {
		if (!saw_tcp_conn_begins(&seg, &first))
			return;
		role = first;
		begin(fuzz, role == SAWTOOTH_ROLE_INITIATOR ? address : !address);
	}
	saw_tcp_conn_segment(&fuzz->conn, role, point, &seg, fuzz->now, &news);
	check(fuzz, &news);
}

static void expire(struct fuzz *fuzz, u64 now, struct saw_sockets sockets)
{
	u64 deadline = saw_tcp_conn_deadline(&fuzz->conn, &timers);
	struct saw_news news;

	fuzz->now = now;
	saw_tcp_conn_expire(&fuzz->conn, &timers, sockets, now, &news);
	if (deadline != ~0ULL && !sockets.alive && !sockets.gone && !news.count != deadline > now)
		input_wrong("the deadline and what expires disagree");
	check(fuzz, &news);
}

/* Local ends are looked for: each is there, or gone. */
static void look_again(struct fuzz *fuzz)
{
	u64 next = saw_tcp_conn_look(&fuzz->conn, &timers, fuzz->now);
	struct saw_sockets sockets = {};
	unsigned int role;

	if (next <= fuzz->now)
		input_wrong("the next look is not in the future");
	for (role = 0; role < 2; role++) {
		if (!(fuzz->conn.ep[role].bits & SAW_EP_LOCAL))
			continue;
		if (input_choice(&fuzz->in, 2))
			sockets.alive |= 1u << role;
		else
			sockets.gone |= 1u << role;
	}
	expire(fuzz, fuzz->now + input_byte(&fuzz->in) * SAW_NSEC_PER_SEC, sockets);
}

static void icmp(struct fuzz *fuzz)
{
	unsigned int role = input_choice(&fuzz->in, 2);
	unsigned int what = input_choice(&fuzz->in, 4);
	const struct saw_ep *ep = &fuzz->conn.ep[role];
	bool stands = ep->state >= SAWTOOTH_TCP_STATE_ESTABLISHED;
	struct saw_icmp icmp = {
		.seq = pick_seq(fuzz, ep, &fuzz->conn.ep[!role]),
		.prohibited = what & 1,
		.fatal = what & 2,
	};
	struct saw_news news;

	saw_tcp_conn_icmp(&fuzz->conn, role, &icmp, fuzz->now, &news);
	if (stands && news.count)
		input_wrong("ICMP ended what stood");
	check(fuzz, &news);
}

/* From deadline to deadline, or in one leap: silence ends every connection. */
static void fall_silent(struct fuzz *fuzz)
{
	unsigned int steps;

	if (input_choice(&fuzz->in, 2))
		expire(fuzz, ~0ULL, unknown);
	for (steps = 0; saw_tcp_conn_deadline(&fuzz->conn, &timers) != ~0ULL; steps++) {
		if (steps > SAW_MOVES_MAX)
			input_wrong("silence does not end the connection");
		expire(fuzz, saw_tcp_conn_deadline(&fuzz->conn, &timers), unknown);
	}
	if (!saw_tcp_fsm_gone(&fuzz->conn.ep[0]) || !saw_tcp_fsm_gone(&fuzz->conn.ep[1]))
		input_wrong("an end is left that nothing will close");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct fuzz fuzz = { .in = { .data = data, .len = len }, .now = 1 };

	fuzz.local = input_choice(&fuzz.in, 4);
	begin(&fuzz, 0);
	while (fuzz.in.len) {
		fuzz.now += (u64)input_byte(&fuzz.in) * (SAW_NSEC_PER_SEC / 50);
		switch (input_choice(&fuzz.in, 16)) {
		case 15:
			expire(&fuzz, fuzz.now + input_byte(&fuzz.in) * SAW_NSEC_PER_SEC, unknown);
			break;
		case 14:
			look_again(&fuzz);
			break;
		case 13:
			icmp(&fuzz);
			break;
		default:
			segment(&fuzz);
		}
	}
	fall_silent(&fuzz);
	return 0;
}
