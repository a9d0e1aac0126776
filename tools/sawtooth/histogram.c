// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms: a line with the percentiles, then a bar for each range of times. Ranges
 * are put together while there are more than a screen can show.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

#define ROWS_MAX 16
#define BAR_WIDTH 40

/* What to show: a bit for each kind, and where JSON goes. */
struct show {
	uint64_t kinds;
	bool all;
	unsigned int shown;
	struct json_object *array;
};

static bool is_shown(const struct show *show, uint32_t kind)
{
	return show->all || (kind < 64 && show->kinds >> kind & 1);
}

static uint64_t total(const struct saw_histogram *histogram)
{
	uint64_t count = 0;
	unsigned int i;

	for (i = 0; i < histogram->buckets; i++)
		count += histogram->bucket[i].count;
	return count;
}

/*
 * The time that @share of the times do not exceed; within a bucket they are taken as
 * evenly spread. There is a bucket; if it has no bound, the time exceeds what it returns.
 */
static uint64_t percentile(const struct saw_histogram *histogram, double share, bool *bound)
{
	double rank = share * total(histogram), below = 0;
	const struct saw_bucket *bucket = histogram->bucket;
	unsigned int i;

	for (i = 0; i + 1 < histogram->buckets && below + bucket->count < rank; i++, bucket++)
		below += bucket->count;
	*bound = SAW_HAS(bucket, SAWTOOTH_A_BUCKET_TO);
	if (!*bound)
		return bucket->from;
	return bucket->from +
	       (uint64_t)((bucket->to - bucket->from) * (rank - below) / bucket->count);
}

/* Halve the number of rows by making each twice as wide: the widths are powers of two apart. */
static unsigned int widen(struct saw_bucket *rows, unsigned int count)
{
	unsigned int from, to = 0;

	for (from = 0; from < count; from += 2, to++) {
		rows[to] = rows[from];
		if (from + 1 < count) {
			rows[to].count += rows[from + 1].count;
			rows[to].to = rows[from + 1].to;
			rows[to].has &= rows[from + 1].has;
		}
	}
	return to;
}

static void print_row(const struct saw_bucket *row, uint64_t most)
{
	static const char bar[] = "########################################";
	char from[DURATION_SIZE], to[DURATION_SIZE] = "";
	/* What is there at all can be seen. */
	int width = (int)((row->count * BAR_WIDTH + most - 1) / most);

	if (SAW_HAS(row, SAWTOOTH_A_BUCKET_TO))
		duration(to, row->to);
	printf("  %8s .. %-8s %10" PRIu64 "  %.*s\n", duration(from, row->from), to, row->count,
	       width, bar);
}

static void print_rows(const struct saw_histogram *histogram)
{
	struct saw_bucket rows[SAW_BUCKETS];
	unsigned int count = histogram->buckets, i;
	uint64_t most = 0;

	memcpy(rows, histogram->bucket, count * sizeof(*rows));
	while (count > ROWS_MAX)
		count = widen(rows, count);
	for (i = 0; i < count; i++)
		if (rows[i].count > most)
			most = rows[i].count;
	for (i = 0; i < count; i++)
		print_row(&rows[i], most);
}

static void show_text(const struct saw_histogram *histogram, void *data)
{
	static const struct {
		const char *name;
		double share;
	} marks[] = { { "half", 0.5 }, { "90 %", 0.9 }, { "99 %", 0.99 }, { "all", 1 } };
	struct show *show = data;
	char buf[DURATION_SIZE];
	unsigned int i;
	bool bound;

	if (!is_shown(show, histogram->kind) || !histogram->buckets)
		return;
	printf("%s%s%s%s: %" PRIu64 " times", show->shown++ ? "\n" : "", paint(HEADING),
	       word_or_number(&saw_histogram_kind_words, histogram->kind), paint(PLAIN),
	       total(histogram));
	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		duration(buf, percentile(histogram, marks[i].share, &bound));
		printf(", %s %s %s", marks[i].name, bound ? "within" : "not within", buf);
	}
	putchar('\n');
	print_rows(histogram);
}

static void show_json(const struct saw_histogram *histogram, void *data)
{
	struct show *show = data;

	if (is_shown(show, histogram->kind))
		json_object_array_add(show->array, json_from(&saw_histogram_set, histogram));
}

static int parse_kinds(int argc, char **argv, struct show *show)
{
	int i, kind;

	show->all = !argc;
	for (i = 0; i < argc; i++) {
		kind = saw_word_find(&saw_histogram_kind_words, argv[i], strlen(argv[i]));
		if (kind < 0)
			return bad_input("\"%.60s\" is not timed; kinds are syn-leg, ack-leg, lifetime, and the states from syn-sent to time-wait",
					 argv[i]);
		show->kinds |= UINT64_C(1) << kind;
	}
	return 0;
}

int cmd_histogram(int argc, char **argv)
{
	struct show show = {};
	struct saw_sock *sock;
	int ret;

	ret = parse_kinds(argc, argv, &show);
	if (ret)
		return ret;
	sock = connect_module();
	if (!sock)
		return 1;
	show.array = json_object_new_array();
	ret = saw_histogram_dump(sock, options.json ? show_json : show_text, &show);
	if (ret)
		ret = failed(saw_failure(sock), "histogram");
	else if (options.json)
		json_print(json_object_get(show.array));
	else if (!show.shown)
		puts("no times yet");
	json_object_put(show.array);
	saw_close(sock);
	return ret;
}
