// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers in and out, and the picture of the state diagram.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fsm.h"
#include "test.h"

static void reads_numbers(void **state)
{
	uint64_t value;

	(void)state;
	assert_true(parse_u64("0", 0, 10, &value) && value == 0);
	assert_true(parse_u64("18446744073709551615", 0, UINT64_MAX, &value) &&
		    value == UINT64_MAX);
	assert_false(parse_u64("18446744073709551616", 0, UINT64_MAX, &value));
	assert_false(parse_u64("11", 0, 10, &value));
	assert_false(parse_u64("1", 2, 10, &value));
	assert_false(parse_u64("", 0, 10, &value));
	assert_false(parse_u64("-1", 0, UINT64_MAX, &value));
	assert_false(parse_u64(" 1", 0, 10, &value));
	assert_false(parse_u64("+1", 0, 10, &value));
	assert_false(parse_u64("1 ", 0, 10, &value));
}

static void reads_fractions_exactly(void **state)
{
	uint64_t value;

	(void)state;
	assert_true(parse_decimal("0.705", 3, &value) && value == 705);
	assert_true(parse_decimal("1", 3, &value) && value == 1000);
	assert_true(parse_decimal("1.", 3, &value) && value == 1000);
	assert_true(parse_decimal(".5", 3, &value) && value == 500);
	assert_true(parse_decimal("0.000000001", 9, &value) && value == 1);
	assert_false(parse_decimal("0.7055", 3, &value));
	assert_false(parse_decimal(".", 3, &value));
	assert_false(parse_decimal("", 3, &value));
	assert_false(parse_decimal("1.2.3", 3, &value));
	assert_false(parse_decimal("-0.5", 3, &value));
	assert_false(parse_decimal("0,5", 3, &value));
	assert_false(parse_decimal("18446744073709551", 9, &value));
	assert_false(parse_decimal("99999999999999999999", 0, &value));
}

static void reads_thresholds(void **state)
{
	uint32_t value;

	(void)state;
	assert_true(parse_ssthresh("2", &value) && value == 2);
	assert_true(parse_ssthresh("none", &value) && value == SAWTOOTH_SSTHRESH_MAX);
	assert_true(parse_ssthresh("2147483647", &value) && value == SAWTOOTH_SSTHRESH_MAX);
	assert_false(parse_ssthresh("1", &value));
	assert_false(parse_ssthresh("2147483648", &value));
	assert_false(parse_ssthresh("all", &value));
}

static void writes_durations(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0ns" }, { 999, "999ns" }, { 1000, "1.00us" }, { 12345, "12.3us" },
		{ 999999, "999us" }, { 1000000, "1.00ms" }, { 40123456, "40.1ms" },
		{ 999999999, "999ms" }, { 1000000000, "1.00s" }, { 59999999999, "59.9s" },
		{ 60000000000, "1m00s" }, { 3599000000000, "59m59s" },
		{ 3600000000000, "1h00m" }, { 86399000000000, "23h59m" },
		{ 90000000000000, "1d01h" }, { UINT64_MAX, "213503d23h" },
	};
	char buf[DURATION_SIZE];
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(duration(buf, cases[i].ns), cases[i].text);
}

static void abbreviates_counts(void **state)
{
	static const struct {
		uint64_t count;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 9999, "9999" }, { 10000, "10.0k" }, { 99999, "99.9k" },
		{ 100000, "100k" }, { 999999, "999k" }, { 1000000, "1.00M" },
		{ 12345678, "12.3M" }, { 999999999, "999M" }, { 1234567890, "1.23G" },
		{ UINT64_MAX, "18.4E" },
	};
	unsigned int i;
	char buf[8];

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_string_equal(fsm_count(buf, cases[i].count), cases[i].text);
		assert_in_range(strlen(buf), 1, 5);
	}
}

static void names_states_as_the_rfc_does(void **state)
{
	(void)state;
	assert_string_equal(state_name(SAWTOOTH_TCP_STATE_SYN_RECEIVED), "SYN-RECEIVED");
	assert_string_equal(state_name(SAWTOOTH_TCP_STATE_FIN_WAIT_1), "FIN-WAIT-1");
	assert_string_equal(state_name(77), "77");
}

static char *draw(const struct saw_stats *stats)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	fsm_draw(out, stats);
	fclose(out);
	return text;
}

static char *read_golden(const char *name)
{
	char path[512], *text = calloc(1, 65536);
	FILE *in;

	snprintf(path, sizeof(path), GOLDEN "/%s", name);
	in = fopen(path, "r");
	if (!in || !text)
		fail_msg("no %s", path);
	text[fread(text, 1, 65535, in)] = 0;
	fclose(in);
	return text;
}

static void draws_as_before(const struct saw_stats *stats, const char *name)
{
	char *text = draw(stats), *wanted = read_golden(name);

	if (strcmp(text, wanted)) {
		/* cmocka cuts long messages */
		fprintf(stderr, "%sis not %s\n", text, name);
		fail();
	}
	free(text);
	free(wanted);
}

static void draws_nothing_counted(void **state)
{
	struct saw_stats stats = {};

	(void)state;
	draws_as_before(&stats, "fsm-zero");
}

/* Every edge and state has a number of its own, so that none can stand for another. */
static void draws_every_edge(void **state)
{
	struct saw_stats stats = {};
	unsigned int from, to;

	(void)state;
	for (from = 0; from < SAW_STATES; from++) {
		stats.population[from] = 500 + from;
		for (to = 0; to < SAW_STATES; to++)
			stats.edge[from][to] = from == to ? 0 : 1000 + from * 100 + to;
	}
	draws_as_before(&stats, "fsm-every");
}

static size_t line_end(const char *text)
{
	return strcspn(text, "\n");
}

/* Boxes and arrows stay where they are with the largest counts, and 100 columns are enough. */
static void keeps_its_shape(void **state)
{
	struct saw_stats none = {}, most;
	const char *small, *large;
	char *first, *second;
	size_t lines = 0, i;

	(void)state;
	memset(&most, 0xff, sizeof(most));
	first = draw(&none);
	second = draw(&most);
	for (small = first, large = second; *small; lines++) {
		assert_in_range(line_end(large), line_end(small), 100);
		for (i = 0; i < line_end(small); i++)
			if (strchr("+<>^v|", small[i]))
				assert_int_equal(small[i], large[i]);
		small += line_end(small) + 1;
		large += line_end(large) + 1;
	}
	assert_in_range(lines, 30, 45);
	free(first);
	free(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(reads_fractions_exactly),
		cmocka_unit_test(reads_thresholds),
		cmocka_unit_test(writes_durations),
		cmocka_unit_test(abbreviates_counts),
		cmocka_unit_test(names_states_as_the_rfc_does),
		cmocka_unit_test(draws_nothing_counted),
		cmocka_unit_test(draws_every_edge),
		cmocka_unit_test(keeps_its_shape),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
