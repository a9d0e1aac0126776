// SPDX-License-Identifier: GPL-2.0
/*
 * The picture of a recording: windows and what was decided about them, round-trip times,
 * rates. gnuplot draws it.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"
#include "print.h"

/* One end of one connection. */
struct end {
	uint64_t conn;
	uint64_t sport;
	uint64_t dport;
	char saddr[64];
	char daddr[64];
	char role[16];
	char profile[SAWTOOTH_NAME_MAX + 1];
	size_t samples;
};

#define ENDS 1024

/**
 * struct reading - a recording that is read
 * @ends: whose samples came so far
 * @count: number of @ends
 * @plot: what is to be drawn
 * @of: the end that it is of, among @ends
 */
struct reading {
	struct end ends[ENDS];
	size_t count;
	struct plot plot;
	const struct end *of;
};

static uint64_t number(struct json_object *line, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(line, key, &value) ? json_object_get_uint64(value) : 0;
}

static const char *word(struct json_object *line, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(line, key, &value) ? json_object_get_string(value) : "";
}

/* A new place at the end of an array that holds @count of @size bytes. */
static void *grow(void **array, size_t count, size_t size)
{
	/* the room doubles whenever the count is a power of two */
	if (!(count & (count - 1))) {
		*array = reallocarray(*array, count ? count * 2 : 1, size);
		if (!*array) {
			fputs("sawtooth: out of memory\n", stderr);
			exit(1);
		}
	}
	return memset((char *)*array + count * size, 0, size);
}

static struct end *find_end(struct reading *reading, struct json_object *line)
{
	uint64_t conn = number(line, "id");
	struct end *end;

	for (end = reading->ends; end < reading->ends + reading->count; end++)
		if (end->conn == conn && !strcmp(end->role, word(line, "role")))
			return end;
	if (reading->count == ENDS)
		return NULL;
	reading->count++;
	end->conn = conn;
	end->sport = number(line, "sport");
	end->dport = number(line, "dport");
	snprintf(end->saddr, sizeof(end->saddr), "%s", word(line, "saddr"));
	snprintf(end->daddr, sizeof(end->daddr), "%s", word(line, "daddr"));
	snprintf(end->role, sizeof(end->role), "%s", word(line, "role"));
	snprintf(end->profile, sizeof(end->profile), "%s", word(line, "profile"));
	return end;
}

/* First pass: what there is. */
static void count_line(struct reading *reading, struct json_object *line)
{
	struct end *end;

	if (strcmp(word(line, "event"), "sample"))
		return;
	end = find_end(reading, line);
	if (end)
		end->samples++;
}

static double segments(struct json_object *line, const char *key)
{
	uint64_t count = number(line, key);

	return count < SAWTOOTH_SSTHRESH_MAX ? (double)count : NAN;
}

static void keep_sample(struct plot *plot, struct json_object *line)
{
	struct plot_sample *sample = grow((void **)&plot->samples, plot->sample_count,
					  sizeof(*sample));

	plot->sample_count++;
	sample->time = number(line, "time") / 1e9;
	sample->cwnd = segments(line, "cwnd");
	sample->ssthresh = segments(line, "ssthresh");
	sample->srtt = number(line, "srtt") / 1e3;
	sample->min_rtt = number(line, "min-rtt") / 1e3;
	sample->acked = number(line, "acked") * 8 / 1e6;
	sample->estimate = number(line, "bandwidth") * 8 / 1e6;
	sample->phase = saw_word_find(&saw_phase_words, word(line, "phase"),
				      strlen(word(line, "phase")));
}

static void keep_decision(struct plot *plot, struct json_object *line)
{
	struct plot_mark *mark = grow((void **)&plot->marks, plot->mark_count, sizeof(*mark));

	plot->mark_count++;
	mark->time = number(line, "time") / 1e9;
	mark->cwnd = segments(line, "cwnd");
	mark->after = segments(line, "after");
	mark->cause = saw_word_find(&saw_ssthresh_cause_words, word(line, "cause"),
				    strlen(word(line, "cause")));
}

/* Second pass: the lines of that end. */
static void keep_line(struct reading *reading, struct json_object *line)
{
	const char *event = word(line, "event");
	const struct end *end = reading->of;
	bool responder = !strcmp(end->role, "responder");

	if (!strcmp(event, "sample") && number(line, "id") == end->conn &&
	    !strcmp(word(line, "role"), end->role))
		keep_sample(&reading->plot, line);
	/* a decision has the sender's port first */
	else if (!strcmp(event, "decision") && number(line, "conn") == end->conn &&
		 number(line, "sport") == (responder ? end->dport : end->sport))
		keep_decision(&reading->plot, line);
	else if (!strcmp(event, "loss"))
		reading->plot.lost += number(line, "kernel") + number(line, "queue");
}

/* Give every line to @take; what is no JSON is bad input. */
static int read_lines(struct reading *reading, const char *path,
		      void (*take)(struct reading *reading, struct json_object *line))
{
	FILE *file = fopen(path, "r");
	size_t room = 0, line = 0;
	char *text = NULL;
	int ret = 0;

	if (!file)
		return bad_input("%s: %s", path, strerror(errno));
	while (!ret && getline(&text, &room, file) > 0) {
		struct json_object *object = json_tokener_parse(text);

		line++;
		if (json_object_is_type(object, json_type_object))
			take(reading, object);
		else
			ret = bad_input("%s:%zu is no line that \"sawtooth record\" writes",
					path, line);
		json_object_put(object);
	}
	free(text);
	fclose(file);
	return ret;
}

/* The end that is asked for; without a word, the one with most samples. */
static int choose(struct reading *reading, const char *path, int argc, char **argv)
{
	const struct end *end;
	uint64_t id = 0;

	if (argc && !parse_u64(argv[0], 0, UINT64_MAX, &id))
		return bad_input("\"%s\" is no connection id, which is a number", argv[0]);
	for (end = reading->ends; end < reading->ends + reading->count; end++) {
		if (argc && end->conn != id)
			continue;
		if (argc > 1 && strcmp(end->role, argv[1]))
			continue;
		if (!reading->of || end->samples > reading->of->samples)
			reading->of = end;
	}
	if (reading->of)
		return 0;
	if (argc)
		return bad_input("%s has no sample of connection %s%s%s; it has %zu steered ends",
				 path, argv[0], argc > 1 ? " " : "", argc > 1 ? argv[1] : "",
				 reading->count);
	return bad_input("%s has no sample of a steered connection", path);
}

static int by_time(const void *one, const void *other)
{
	const double *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

static void name_plot(struct reading *reading)
{
	const struct end *end = reading->of;

	if (options.title)
		snprintf(reading->plot.title, sizeof(reading->plot.title), "%s", options.title);
	else
		snprintf(reading->plot.title, sizeof(reading->plot.title),
			 "%s %" PRIu64 " to %s %" PRIu64 ", the %s sends by profile %s",
			 end->saddr, end->sport, end->daddr, end->dport, end->role,
			 end->profile);
}

static void summary(const struct plot *plot, const char *path)
{
	static const char *const names[] = {
		[PLOT_LOSS] = "losses", [PLOT_MANUAL] = "set by hand", [PLOT_OTHER] = "other decisions",
	};
	unsigned int counts[ARRAY_SIZE(names)] = {}, i;
	size_t mark;

	for (mark = 0; mark < plot->mark_count; mark++)
		counts[plot_kind(&plot->marks[mark])]++;
	printf("%s: %zu samples over %.1f s", path, plot->sample_count,
	       plot->samples[plot->sample_count - 1].time - plot->samples[0].time);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		printf(", %u %s", counts[i], names[i]);
	if (plot->lost)
		printf(", %" PRIu64 " decisions are missing", plot->lost);
	putchar('\n');
}

int cmd_plot(int argc, char **argv)
{
	const char *to = options.output ? options.output : "sawtooth.svg";
	static struct reading reading;
	struct plot *plot = &reading.plot;
	int ret;

	if (!argc || argc > 3)
		return bad_input("plot takes FILE, which \"sawtooth record\" wrote, and may be ID and initiator or responder");
	ret = read_lines(&reading, argv[0], count_line);
	if (!ret)
		ret = choose(&reading, argv[0], argc - 1, argv + 1);
	if (!ret)
		ret = read_lines(&reading, argv[0], keep_line);
	if (!ret) {
		/* those of several CPUs may be written in another order */
		if (plot->mark_count)
			qsort(plot->marks, plot->mark_count, sizeof(*plot->marks), by_time);
		name_plot(&reading);
		ret = plot_draw(plot, to);
	}
	if (!ret)
		summary(plot, to);
	free(plot->samples);
	free(plot->marks);
	return ret;
}
