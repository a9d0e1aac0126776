// SPDX-License-Identifier: GPL-2.0
#include <net/tcp.h>

#include "conn_room.h"
#include "count.h"
#include "sock.h"
#include "table.h"
#include "tell.h"
#include "timers.h"

#define CONN_MAX_DEFAULT 65536

static void saw_conn_tell(struct saw_conn *conn, const struct saw_news *news,
			  const struct saw_sighting *at, u64 now)
{
	if (conn->full && news->teardown)
		saw_tcp_count_end(saw_conn_count(conn), now);
	saw_tell_news(conn, news, at, now);
}

/* Data and acknowledgments between two ends in ESTABLISHED leave no more than a tick behind. */
static void saw_conn_catch_up(struct saw_conn *conn, u64 now)
{
	u64 last;

	if (!conn->seen)
		return;
	last = now - jiffies64_to_nsecs((u32)jiffies - conn->seen);
	conn->tcp.last = max(conn->tcp.last, last);
	conn->seen = 0;
}

/* An end that still tries is worth no more when its peer has given up, or was never seen. */
static enum saw_class saw_conn_class(const struct saw_tcp_conn *tcp)
{
	const u32 opening = BIT(SAWTOOTH_TCP_STATE_SYN_SENT) | BIT(SAWTOOTH_TCP_STATE_SYN_RECEIVED);
	const u32 ended = BIT(SAWTOOTH_TCP_STATE_CLOSED) | BIT(SAWTOOTH_TCP_STATE_LISTEN) |
			  BIT(SAWTOOTH_TCP_STATE_CLOSING) | BIT(SAWTOOTH_TCP_STATE_LAST_ACK) |
			  BIT(SAWTOOTH_TCP_STATE_TIME_WAIT);
	u32 states = BIT(tcp->ep[0].state) | BIT(tcp->ep[1].state);

	if (tcp->outcome == SAWTOOTH_OUTCOME_PENDING)
		return SAW_CLASS_OPENING;
	if (states & ~(opening | ended))
		return SAW_CLASS_STANDING;
	return states & opening ? SAW_CLASS_OPENING : SAW_CLASS_ENDED;
}

/*
 * Somebody moved. To know when to look at the connection next takes more than most states
 * last, so here is only a time that is not too late.
 */
static void saw_conn_moved(struct saw_lane *lane, struct saw_conn *conn)
{
	const struct saw_ep *ep = conn->tcp.ep;
	enum saw_class class = saw_conn_class(&conn->tcp);
	unsigned long wait = HZ;

	if (class != conn->class)
		saw_lane_file(lane, conn, class);
	if (ep[0].state == ep[1].state && ep[0].state == SAWTOOTH_TCP_STATE_ESTABLISHED)
		wait = 15 * HZ;
	else if ((ep[0].state == SAWTOOTH_TCP_STATE_TIME_WAIT && saw_tcp_fsm_gone(&ep[1])) ||
		 (ep[1].state == SAWTOOTH_TCP_STATE_TIME_WAIT && saw_tcp_fsm_gone(&ep[0])))
		wait = TCP_TIMEWAIT_LEN;
	saw_lane_look(lane, conn, jiffies + wait + 1);
}

/*
 * Which local ends exist. TIME_WAIT ends by the clock, and its entry in the kernel's
 * table may go a little later.
 */
static struct saw_sockets saw_conn_sockets(const struct saw_conn *conn)
{
	struct saw_sockets sockets = {};
	unsigned int role;

	for (role = 0; role < 2; role++) {
		const struct saw_ep *ep = &conn->tcp.ep[role];

		if (!(ep->bits & SAW_EP_LOCAL) || saw_tcp_fsm_gone(ep) ||
		    ep->state == SAWTOOTH_TCP_STATE_TIME_WAIT)
			continue;
		if (saw_sock_exists(conn, role))
			sockets.alive |= BIT(role);
		else
			sockets.gone |= BIT(role);
	}
	return sockets;
}

/* Its time may have come: move the ends whose time has, and look again later. */
static void saw_conn_look(struct saw_lane *lane, struct saw_conn *conn)
{
	struct saw_tcp_timers timers;
	u64 now = ktime_get_ns(), wait;
	struct saw_news news;

	rcu_read_lock();
	saw_conn_catch_up(conn, now);
	saw_timers_read(conn->sn->net, &timers);
	saw_tcp_conn_expire(&conn->tcp, &timers, saw_conn_sockets(conn), now, &news);
	saw_conn_tell(conn, &news, NULL, now);
	rcu_read_unlock();
	if (news.done) {
		saw_conn_remove(lane, conn);
		return;
	}
	if (news.count)
		saw_lane_file(lane, conn, saw_conn_class(&conn->tcp));
	wait = saw_tcp_conn_look(&conn->tcp, &timers, now) - now;
	wait = min_t(u64, wait, 24ULL * 3600 * NSEC_PER_SEC);
	saw_lane_look(lane, conn, jiffies + nsecs_to_jiffies(wait) + 1);
}

static void saw_conn_sweep(struct work_struct *work)
{
	struct saw_net *sn = container_of(to_delayed_work(work), struct saw_net, sweep);

	saw_table_sweep(sn, saw_conn_look);
}

/* A connection that is not tracked counts once, by its SYN, whatever follows of it. */
static void saw_conn_missed(struct saw_net *sn, const struct saw_sighting *at,
			    enum sawtooth_stat stat)
{
	if ((at->seg.flags & (SAW_TCP_SYN | SAW_TCP_ACK)) == SAW_TCP_SYN &&
	    at->point != SAW_POINT_IN_LOOP)
		saw_stats_inc(sn, stat);
}

/*
 * Which ends are on this host: at LOCAL_OUT the sender, at LOCAL_IN the receiver,
 * and on loopback both.
 */
static void saw_conn_locate(struct saw_conn *conn, enum sawtooth_role sender,
			    const struct saw_sighting *at)
{
	if (at->point == SAW_POINT_OUT || at->loopback)
		conn->tcp.ep[sender].bits |= SAW_EP_LOCAL;
	if (at->point == SAW_POINT_IN || at->loopback)
		conn->tcp.ep[!sender].bits |= SAW_EP_LOCAL;
}

/*
 * A segment that comes late finds its connection forgotten, because both ends are
 * gone. Without its sockets it is not one that began unseen.
 */
static bool saw_conn_picks_up(struct saw_conn *conn, const struct saw_sighting *at)
{
	/* A SYN-ACK comes from a request, or from nothing but a cookie. */
	unsigned int ends = at->seg.flags & SAW_TCP_SYN ? SAWTOOTH_ROLE_RESPONDER : 2, role;

	if ((at->seg.flags & (SAW_TCP_SYN | SAW_TCP_ACK)) == SAW_TCP_SYN)
		return true;
	conn->ifindex = at->ifindex;
	for (role = SAWTOOTH_ROLE_INITIATOR; role < ends; role++)
		if (conn->tcp.ep[role].bits & SAW_EP_LOCAL && !saw_sock_lives(conn, role))
			return false;
	return true;
}

/* NULL if the table is full, memory is short, or the segment begins nothing. */
static struct saw_conn *saw_conn_create(struct saw_net *sn, struct saw_lane *lane,
					u32 hash, const struct saw_sighting *at, u64 now)
{
	enum sawtooth_role role;
	struct saw_conn *conn;

	if (!saw_tcp_conn_begins(&at->seg, &role))
		return NULL;
	if (!saw_conn_admit(sn, lane)) {
		saw_conn_missed(sn, at, SAWTOOTH_STAT_CONNS_UNTRACKED_FULL);
		return NULL;
	}
	conn = saw_conn_alloc(sn);
	if (!conn) {
		atomic_dec(&sn->conn_count);
		saw_conn_missed(sn, at, SAWTOOTH_STAT_CONNS_UNTRACKED_MEMORY);
		return NULL;
	}
	saw_conn_key_init(&conn->key, &at->ends);
	conn->sn = sn;
	conn->hash = hash;
	conn->seen = 0;
	conn->initiator = at->sender ^ role;
	conn->class = SAW_CLASS_OPENING;
	saw_tcp_conn_init(&conn->tcp, now);
	saw_conn_locate(conn, role, at);
	if (!saw_conn_picks_up(conn, at)) {
		saw_conn_free(conn);
		atomic_dec(&sn->conn_count);
		return NULL;
	}
	saw_lane_insert(lane, conn);
	saw_lane_look(lane, conn, jiffies + HZ);
	saw_stats_inc(sn, SAWTOOTH_STAT_CONNS);
	return conn;
}

/*
 * May the receiver of @at have been shut, with a FIN that has not left? A simultaneous open
 * can be shut before the ACK that it waits for; a listener's request is no socket.
 */
static bool saw_conn_may_be_shut(const struct saw_ep *rcv, const struct saw_sighting *at)
{
	if (at->point == SAW_POINT_OUT || !(rcv->bits & SAW_EP_LOCAL))
		return false;
	switch (rcv->state) {
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return rcv->bits & SAW_EP_ACTIVE;
	case SAWTOOTH_TCP_STATE_ESTABLISHED:
	case SAWTOOTH_TCP_STATE_CLOSE_WAIT:
		return at->seg.flags & (SAW_TCP_FIN | SAW_TCP_RST);
	default:
		return false;
	}
}

static noinline void saw_conn_shut(struct saw_conn *conn, enum sawtooth_role role,
				   const struct saw_sighting *at, u64 now)
{
	struct saw_news news SAW_FILLED;

	saw_tcp_conn_shut(&conn->tcp, role, now, &news);
	saw_conn_tell(conn, &news, at, now);
}

/*
 * Was one of the ends shut while its FIN waits behind data? The packet names the sender's
 * socket. The receiver's is looked up where it makes a difference, once in the life of a
 * connection: for the other end's FIN, or for a RST.
 */
static void saw_conn_note_shut(struct saw_conn *conn, const struct saw_sighting *at, u64 now)
{
	enum sawtooth_role sender = conn->initiator ^ at->sender;

	if (at->shut && !(at->seg.flags & SAW_TCP_FIN))
		saw_conn_shut(conn, sender, at, now);
	else if (saw_conn_may_be_shut(&conn->tcp.ep[!sender], at) && saw_sock_shut(conn, !sender))
		saw_conn_shut(conn, !sender, at, now);
}

/* Does a SYN-ACK find the socket gone that it is for? The host then answers with a RST. */
static bool saw_conn_late(const struct saw_conn *conn, const struct saw_sighting *at,
			  enum sawtooth_role receiver)
{
	const struct saw_ep *rcv = &conn->tcp.ep[receiver];

	return rcv->state == SAWTOOTH_TCP_STATE_SYN_SENT && rcv->bits & SAW_EP_LOCAL &&
	       at->seg.flags & SAW_TCP_SYN && !saw_sock_exists(conn, receiver);
}

/* Does @at reach a listener that will not take it? */
static bool saw_conn_deferred(const struct saw_conn *conn, const struct saw_sighting *at,
			      enum sawtooth_role receiver)
{
	const struct saw_ep *rcv = &conn->tcp.ep[receiver];

	return saw_tcp_fsm_passive(rcv) && rcv->bits & SAW_EP_LOCAL &&
	       !saw_sock_takes_ack(conn, receiver, &at->seg);
}

/*
 * Does @at reach a socket that will drop it for the age of its timestamp, or none at all?
 * And what passed here before and was dropped did not reach it either. @point becomes
 * where it is for core/.
 */
static void saw_conn_ask(struct saw_conn *conn, const struct saw_sighting *at,
			 enum sawtooth_role receiver, enum saw_point *point)
{
	struct saw_sock_answer answer;

	if (!saw_tcp_conn_asks(&conn->tcp, !receiver, at->point, &at->seg))
		return;
	if (!saw_sock_ask(conn, receiver, at, &answer) || answer.stamp == SAW_STAMP_OLD)
		*point = SAW_POINT_PASS;
	else if (answer.open)
		saw_tcp_conn_edge(&conn->tcp, receiver, answer.edge);
	else if (at->point == SAW_POINT_IN &&
		 saw_tcp_conn_busy(&conn->tcp, receiver, &at->seg, answer.edge))
		*point = SAW_POINT_BUSY;
}

/*
 * Where @at is for core/, which knows neither the sysctls nor the sockets. False if nobody
 * moves.
 */
static bool saw_conn_point(struct saw_conn *conn, const struct saw_sighting *at,
			   enum saw_point *point)
{
	enum sawtooth_role receiver = !(conn->initiator ^ at->sender);

	*point = at->point;
	if (at->seg.flags & SAW_TCP_RST)
		conn->tcp.rfc1337 = READ_ONCE(conn->sn->net->ipv4.sysctl_tcp_rfc1337);
	if (at->point == SAW_POINT_OUT)
		return true;
	if (saw_conn_late(conn, at, receiver) || saw_conn_deferred(conn, at, receiver))
		*point = SAW_POINT_PASS;
	else
		saw_conn_ask(conn, at, receiver, point);
	return *point != SAW_POINT_PASS || at->point != SAW_POINT_IN_LOOP;
}

static __always_inline void saw_conn_follow(struct saw_lane *lane, struct saw_conn *conn,
					    const struct saw_sighting *at, u64 now)
{
	struct saw_news news SAW_FILLED;
	enum saw_point point;

	conn->ifindex = at->ifindex;
	if (at->shut || at->seg.flags & (SAW_TCP_FIN | SAW_TCP_RST) ||
	    conn->class == SAW_CLASS_OPENING)
		saw_conn_note_shut(conn, at, now);
	if (!saw_conn_point(conn, at, &point))
		return;
	saw_tcp_conn_segment(&conn->tcp, conn->initiator ^ at->sender, point, &at->seg, now,
			     &news);
	if (conn->full)
		saw_count_sighting(conn, at, point, now);
	saw_conn_tell(conn, &news, at, now);
	if (news.done)
		saw_conn_remove(lane, conn);
	else
		saw_conn_moved(lane, conn);
}

/* Does @at begin a new incarnation? For its SYN the kernel asks the socket that it reaches. */
static bool saw_conn_reused(struct saw_conn *conn, const struct saw_sighting *at)
{
	enum sawtooth_role sender = conn->initiator ^ at->sender;
	const struct saw_ep *rcv = &conn->tcp.ep[!sender];
	struct saw_sock_answer answer = { .stamp = SAW_STAMP_NONE };
	bool gone = false;

	if (!(at->seg.flags & SAW_TCP_SYN))
		return false;
	if ((at->point == SAW_POINT_IN || at->point == SAW_POINT_IN_LOOP) &&
	    rcv->bits & SAW_EP_LOCAL && !saw_tcp_fsm_gone(rcv)) {
		conn->ifindex = at->ifindex;
		gone = !saw_sock_ask(conn, !sender, at, &answer);
	}
	return saw_tcp_conn_reused(&conn->tcp, sender, &at->seg, answer.stamp, gone);
}

/* Its addresses and ports belong to a newer connection. */
static void saw_conn_supersede(struct saw_lane *lane, struct saw_conn *conn, u8 sender, u64 now)
{
	struct saw_news news;

	saw_tcp_conn_end(&conn->tcp, conn->initiator ^ sender, now, &news);
	saw_conn_tell(conn, &news, NULL, now);
	saw_conn_remove(lane, conn);
}

void saw_conn_take(struct saw_net *sn, struct saw_lane *lane, struct saw_conn *conn, u32 hash,
		   const struct saw_sighting *at)
{
	u64 now = ktime_get_ns();

	if (conn)
		saw_conn_catch_up(conn, now);
	if (conn && saw_conn_reused(conn, at)) {
		saw_conn_supersede(lane, conn, at->sender, now);
		conn = NULL;
	}
	if (!conn)
		conn = saw_conn_create(sn, lane, hash, at, now);
	if (conn)
		saw_conn_follow(lane, conn, at, now);
}

void saw_conn_icmp(struct saw_net *sn, const struct saw_conn_ends *ends, u8 sender,
		   const struct saw_icmp *icmp)
{
	u32 hash = saw_table_hash(ends);
	struct saw_lane *lane = saw_table_lane(sn, hash);
	bool enabled = saw_lane_lock(lane);
	struct saw_conn *conn = saw_lane_find(lane, ends, hash);
	u64 now = ktime_get_ns();
	struct saw_news news;

	if (conn) {
		saw_tcp_conn_icmp(&conn->tcp, conn->initiator ^ sender, icmp, now, &news);
		saw_conn_tell(conn, &news, NULL, now);
		if (news.done)
			saw_conn_remove(lane, conn);
		else
			saw_conn_moved(lane, conn);
	}
	saw_lane_unlock(lane, enabled);
}

int saw_conn_init(struct saw_net *sn)
{
	sn->conn_max = CONN_MAX_DEFAULT;
	INIT_DELAYED_WORK(&sn->sweep, saw_conn_sweep);
	return saw_table_init(sn);
}

void saw_conn_exit(struct saw_net *sn)
{
	saw_table_exit(sn, saw_conn_free);
}
