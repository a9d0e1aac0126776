// SPDX-License-Identifier: GPL-2.0
/*
 * A group on a link with its members, the older versions among them, and the querier, as
 * the table keeps them: any reports, queries and pauses. Whatever comes, what is told of
 * sources is what is kept, nobody has more of them than there is room, each step of time
 * gets further, and silence ends every membership.
 */
#include "input.h"
#include "core/membership.h"
#include "core/querier.h"

#define HOSTS 3
#define SOURCES 8	/* addresses that there are */
#define REPORT_MAX 10	/* sources of a report: some come twice */

/**
 * struct host - a member, or somebody who is none
 * @member: it
 * @there: it is a member
 * @local: it is this host
 * @told: the sources that were told, a bit each
 * @mode: filter mode before the report at hand
 */
struct host {
	struct saw_member member;
	bool there;
	bool local;
	unsigned int told;
	u8 mode;
};

/**
 * struct fuzz - one input
 * @limit: of the sources of a member
 * @address: bytes of an address, by the family
 */
struct fuzz {
	struct host hosts[HOSTS];
	struct saw_compat compat;
	struct saw_querier querier;
	struct input in;
	u64 now;
	unsigned int limit;
	u8 address;
};

static void must(bool so, const char *what)
{
	if (!so)
		input_wrong(what);
}

/* The first byte says which it is; all others are zero. */
static unsigned int bit_of(const u8 *address)
{
	return 1U << (address[0] - 1);
}

/* Of a member that includes instead of excludes, all that was told before is over. */
static void told(const u8 *address, bool added, void *arg)
{
	struct host *host = arg;

	if (host->mode != host->member.mode) {
		host->mode = host->member.mode;
		host->told = 0;
	}
	must(added != !!(host->told & bit_of(address)), "a source came twice, or went twice");
	host->told ^= bit_of(address);
}

static void check_sources(const struct host *host)
{
	const struct saw_member *member = &host->member;
	unsigned int kept = 0, i;

	must(member->count <= member->room, "more sources than there is room");
	for (i = 0; i < member->count; i++) {
		const struct saw_source *source = &member->sources[i];

		must(!(kept & bit_of(source->address)), "a source is kept twice");
		kept |= bit_of(source->address);
		if (member->mode == SAWTOOTH_FILTER_MODE_INCLUDE)
			must(source->until <= member->until, "a source outlasts its member");
		else if (!member->left)
			must(source->until == SAW_NEVER, "an excluded source has a time");
	}
	must(kept == host->told, "what was told is not what is kept");
}

static void check(const struct host *host)
{
	const struct saw_member *member = &host->member;

	check_sources(host);
	must(member->joins == member->leaves + !member->left, "joins and leaves do not alternate");
	must(member->reports >= member->joins, "more joins than reports");
	must(member->joined <= member->heard, "it joined after it was heard");
	must(!member->left || member->left >= member->joined, "it left before it joined");
}

/* As the table does, which asks the host's own list for one that is local. */
static void keep(struct fuzz *fuzz, struct host *host)
{
	struct saw_member_timers timers = {
		.membership = saw_querier_membership(&fuzz->querier),
	};

	if (!host->local)
		saw_compat_keeps(&fuzz->compat, &host->member, fuzz->now);
	else if (!host->member.left && input_choice(&fuzz->in, 2))
		saw_member_renew(&host->member, &timers, fuzz->now);
}

static void lapse(struct fuzz *fuzz, struct host *host)
{
	const struct saw_member_watch watch = { told, host };
	struct saw_member *member = &host->member;

	host->mode = member->mode;
	if (saw_member_due(member) > fuzz->now) {
		u16 count = member->count;

		must(!saw_member_expire(member, fuzz->now, &watch) && member->count == count,
		     "something is over before it is due");
		return;
	}
	keep(fuzz, host);
	if (saw_member_expire(member, fuzz->now, &watch)) {
		host->there = false;
		return;
	}
	must(saw_member_due(member) > fuzz->now, "what is over is still there");
	check(host);
}

static void lapse_all(struct fuzz *fuzz)
{
	unsigned int i;

	for (i = 0; i < HOSTS; i++)
		if (fuzz->hosts[i].there)
			lapse(fuzz, &fuzz->hosts[i]);
}

/* Addresses in a block that ends where they do. */
static u8 *pick_sources(struct fuzz *fuzz, unsigned int count)
{
	u8 *sources = calloc(count ?: 1, fuzz->address);
	unsigned int i;

	for (i = 0; i < count; i++)
		sources[i * fuzz->address] = 1 + input_choice(&fuzz->in, SOURCES);
	return sources;
}

static u8 pick_protocol(struct fuzz *fuzz)
{
	static const u8 igmp[] = {
		SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2,
		SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
	};
	static const u8 mld[] = {
		SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1, SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2,
	};

	return fuzz->address == 4 ? igmp[input_choice(&fuzz->in, ARRAY_SIZE(igmp))] :
				    mld[input_choice(&fuzz->in, ARRAY_SIZE(mld))];
}

/* The older versions have two messages, of which one leaves. */
static void pick_report(struct fuzz *fuzz, struct saw_report *report)
{
	*report = (struct saw_report) {
		.address = fuzz->address, .protocol = pick_protocol(fuzz),
	};
	if (report->protocol == SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3 ||
	    report->protocol == SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2) {
		report->type = SAW_RECORD_IS_INCLUDE + input_choice(&fuzz->in, 6);
		report->count = input_choice(&fuzz->in, REPORT_MAX + 1);
	} else {
		report->type = input_choice(&fuzz->in, 4) ? SAW_RECORD_IS_EXCLUDE :
							    SAW_RECORD_TO_INCLUDE;
	}
	report->sources = pick_sources(fuzz, report->count);
}

/* Memory may be short. */
static void make_room(struct fuzz *fuzz, struct saw_member *member, unsigned int need)
{
	need = need > fuzz->limit ? fuzz->limit : need;
	if (need <= member->room || input_choice(&fuzz->in, 8) == 7)
		return;
	member->sources = realloc(member->sources, need * sizeof(*member->sources));
	memset(member->sources + member->room, 0xff,
	       (need - member->room) * sizeof(*member->sources));
	member->room = need;
}

static struct saw_member_timers timers_of(struct fuzz *fuzz, const struct host *host)
{
	struct saw_member_timers timers = {
		.membership = saw_querier_membership(&fuzz->querier),
		.last_member = saw_querier_last_member(&fuzz->querier, 0),
	};

	if (host->local)
		timers.last_member = 0;
	else if (saw_compat_silent(&fuzz->compat, host->member.protocol, fuzz->now))
		timers.last_member = SAW_NEVER;
	return timers;
}

static unsigned int bits_of(const struct saw_report *report)
{
	unsigned int bits = 0, i;

	for (i = 0; i < report->count; i++)
		bits |= bit_of(report->sources + i * report->address);
	return bits;
}

/* What a report that is not the host's last word makes of a member. */
static void check_report(const struct fuzz *fuzz, const struct host *host,
			 const struct saw_report *report, unsigned int what)
{
	const struct saw_member *member = &host->member;
	bool exclude = report->type == SAW_RECORD_IS_EXCLUDE ||
		       report->type == SAW_RECORD_TO_EXCLUDE;

	must(!(what & SAW_MEMBER_LEAVING) || member->left == fuzz->now, "it leaves at no time");
	if (member->left)
		return;
	if (exclude) {
		must(member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE &&
		     member->until == fuzz->now + saw_querier_membership(&fuzz->querier),
		     "who excludes has no full time");
		must(!(host->told & ~bits_of(report)), "a source is excluded that was not said");
		must(what & SAW_MEMBER_FULL || host->told == bits_of(report),
		     "a source that was said is not excluded");
	}
	must(what & SAW_MEMBER_FULL || member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE ||
	     member->count, "who includes nothing is a member");
}

static void say(struct fuzz *fuzz, struct host *host, const struct saw_report *report)
{
	const struct saw_member_watch watch = { told, host };
	struct saw_member *member = &host->member;
	struct saw_member_timers timers;
	unsigned int what;
	u8 before;

	make_room(fuzz, member, member->count + report->count);
	if (saw_member_starts(report) && (!host->there || member->left)) {
		saw_member_join(member, fuzz->now);
		host->there = true;
		host->told = 0;
	}
	timers = timers_of(fuzz, host);
	if (report->type == SAW_RECORD_IS_EXCLUDE)
		saw_compat_hear(&fuzz->compat, report->protocol, timers.membership, fuzz->now);
	before = member->mode;
	host->mode = before;
	what = saw_member_report(member, report, &timers, fuzz->now, &watch);
	must(!(what & SAW_MEMBER_MODE) == (before == member->mode), "a mode changed in silence");
	if (host->mode != member->mode)
		host->told = 0;
	host->mode = member->mode;
	check_report(fuzz, host, report, what);
	check(host);
	lapse(fuzz, host);
}

static void hear_report(struct fuzz *fuzz)
{
	struct host *host = &fuzz->hosts[input_choice(&fuzz->in, HOSTS)];
	struct saw_report report;

	pick_report(fuzz, &report);
	if (!host->there) {
		free(host->member.sources);
		host->member = (struct saw_member) {};
	}
	if (host->there || saw_member_starts(&report))
		say(fuzz, host, &report);
	free((void *)report.sources);
}

/* A query for the group, or for sources of it: nobody has longer than before. */
static void hear_query(struct fuzz *fuzz)
{
	struct saw_query query = {
		.count = input_choice(&fuzz->in, 4), .address = fuzz->address,
		.response = input_u32(&fuzz->in) >> input_choice(&fuzz->in, 32),
	};
	u64 last_member = saw_querier_last_member(&fuzz->querier, query.response);
	unsigned int i;

	must(last_member >= 100 * SAW_NSEC_PER_MSEC, "there is no time to answer");
	query.sources = pick_sources(fuzz, query.count);
	for (i = 0; i < HOSTS; i++) {
		struct saw_member *member = &fuzz->hosts[i].member;
		u64 until = member->until;

		if (!fuzz->hosts[i].there)
			continue;
		saw_member_query(member, &query, last_member, fuzz->now);
		must(member->until <= until, "a query made a membership longer");
		check(&fuzz->hosts[i]);
	}
	free((void *)query.sources);
}

static void check_querier(const struct saw_querier *querier)
{
	must(querier->interval && querier->interval <= SAW_QUERIER_INTERVAL_MAX,
	     "an interval out of bounds");
	must(querier->response < querier->interval * 1000, "answers come after the next query");
	must(querier->robustness && querier->robustness <= 7, "a robustness out of bounds");
	must(saw_querier_present(querier) <= saw_querier_membership(querier),
	     "a querier outlasts who answers it");
}

static void hear_general_query(struct fuzz *fuzz)
{
	struct saw_querier before = fuzz->querier;
	struct saw_query query = {
		.interval = input_u32(&fuzz->in) >> input_choice(&fuzz->in, 32),
		.response = input_u32(&fuzz->in) >> input_choice(&fuzz->in, 32),
		.robustness = input_choice(&fuzz->in, 8), .address = fuzz->address,
		.protocol = pick_protocol(fuzz),
	};
	u8 from[16] = { input_choice(&fuzz->in, 5) };
	bool known = before.heard && fuzz->now - before.heard <= saw_querier_present(&before);
	bool loses = known && before.address[0] && (!from[0] || from[0] > before.address[0]);
	unsigned int was = saw_querier_hear(&fuzz->querier, &query, from,
					    input_choice(&fuzz->in, 2), fuzz->now);

	must(loses == !!(was & SAW_QUERIER_HIGHER), "the election went wrong");
	if (loses) {
		must(!memcmp(&before, &fuzz->querier, sizeof(before)), "who lost changed something");
		return;
	}
	must(fuzz->querier.heard == fuzz->now && fuzz->querier.address[0] == from[0],
	     "who won is not the querier");
	must(!(was & SAW_QUERIER_CHANGED) == (before.heard && before.address[0] == from[0]),
	     "a querier changed in silence");
	check_querier(&fuzz->querier);
}

static void check_compat(const struct fuzz *fuzz)
{
	u8 newest = fuzz->address == 4 ? SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3 :
					 SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
	u8 protocol = saw_compat_protocol(&fuzz->compat, newest, fuzz->now);

	must(protocol <= newest && (fuzz->address == 4) ==
	     (protocol <= SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3), "a protocol of the other family");
	must(saw_compat_silent(&fuzz->compat, newest, fuzz->now) ==
	     (protocol == SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1), "who leaves without a word");
}

/* From one thing that is due to the next; nobody is kept by others any more. */
static void fall_silent(struct fuzz *fuzz, struct host *host)
{
	const struct saw_member_watch watch = { told, host };
	unsigned int steps;

	for (steps = 0; host->there; steps++) {
		u64 due = saw_member_due(&host->member);

		must(steps <= SOURCES, "silence does not end the membership");
		must(due != SAW_NEVER, "a membership without an end");
		host->mode = host->member.mode;
		host->there = !saw_member_expire(&host->member, due, &watch);
	}
}

static void fuzz_step(struct fuzz *fuzz)
{
	switch (input_choice(&fuzz->in, 8)) {
	case 7:
		hear_general_query(fuzz);
		break;
	case 6:
	case 5:
		hear_query(fuzz);
		break;
	case 4:
		fuzz->now += (u64)input_byte(&fuzz->in) * 4 * SAW_NSEC_PER_SEC;
		break;
	default:
		hear_report(fuzz);
	}
	fuzz->now += (u64)input_byte(&fuzz->in) * (SAW_NSEC_PER_SEC / 50);
	check_compat(fuzz);
	lapse_all(fuzz);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	struct fuzz fuzz = { .in = { .data = data, .len = len }, .now = 1 };
	unsigned int i;

	fuzz.address = input_choice(&fuzz.in, 2) ? 16 : 4;
	fuzz.limit = input_choice(&fuzz.in, SOURCES + 1);
	fuzz.hosts[0].local = true;
	saw_querier_init(&fuzz.querier);
	while (fuzz.in.len)
		fuzz_step(&fuzz);
	for (i = 0; i < HOSTS; i++) {
		fall_silent(&fuzz, &fuzz.hosts[i]);
		free(fuzz.hosts[i].member.sources);
	}
	return 0;
}
