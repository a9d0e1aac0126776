// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "text.h"

static bool colours;

void paint_init(bool on)
{
	colours = on;
}

const char *paint(enum paint paint)
{
	static const char *const sequences[] = {
		[PLAIN] = "\033[0m",
		[HEADING] = "\033[1m",
		[DIM] = "\033[2m",
		[GOOD] = "\033[32m",
		[OPENING] = "\033[36m",
		[CLOSING_DOWN] = "\033[33m",
		[BAD] = "\033[31m",
	};

	return colours ? sequences[paint] : "";
}

enum paint state_paint(unsigned int state)
{
	switch (state) {
	case SAWTOOTH_TCP_STATE_ESTABLISHED:
		return GOOD;
	case SAWTOOTH_TCP_STATE_SYN_SENT:
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return OPENING;
	case SAWTOOTH_TCP_STATE_CLOSED:
	case SAWTOOTH_TCP_STATE_LISTEN:
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		return DIM;
	default:
		return CLOSING_DOWN;
	}
}

const char *state_name(unsigned int state)
{
	static char names[SAW_STATES][16];
	unsigned int i;

	if (state >= SAW_STATES)
		return word_or_number(&saw_tcp_state_words, state);
	if (!names[state][0]) {
		const char *word = saw_word(&saw_tcp_state_words, state);

		for (i = 0; i < sizeof(names[state]) - 1 && word[i]; i++)
			names[state][i] = toupper((unsigned char)word[i]);
	}
	return names[state];
}

const char *word_or_number(const struct saw_words *words, unsigned int value)
{
	static char numbers[4][12];
	static unsigned int turn;
	const char *word = saw_word(words, value);

	if (word)
		return word;
	/* a line of output has at most so many words that a newer module could invent */
	turn = (turn + 1) % ARRAY_SIZE(numbers);
	snprintf(numbers[turn], sizeof(numbers[turn]), "%u", value);
	return numbers[turn];
}

/* @value units of 10^@digits with three significant digits, cut, not rounded. */
static const char *three(char *buf, uint64_t value, unsigned int scale, const char *unit)
{
	uint64_t whole = value / scale, thousandths = value % scale * 1000 / scale;
	char *at = number_put(buf, whole, 1);

	if (whole < 100) {
		*at++ = '.';
		at = whole >= 10 ? number_put(at, thousandths / 100, 1) :
				   number_put(at, thousandths / 10, 2);
	}
	strcpy(at, unit);
	return buf;
}

const char *duration(char *buf, uint64_t ns)
{
	uint64_t seconds = ns / NSEC_PER_SEC;

	if (ns < 1000)
		snprintf(buf, DURATION_SIZE, "%" PRIu64 "ns", ns);
	else if (ns < 1000000)
		three(buf, ns, 1000, "us");
	else if (ns < NSEC_PER_SEC)
		three(buf, ns, 1000000, "ms");
	else if (seconds < 60)
		three(buf, ns, 1000000000, "s");
	else if (seconds < 3600)
		snprintf(buf, DURATION_SIZE, "%" PRIu64 "m%02" PRIu64 "s", seconds / 60,
			 seconds % 60);
	else if (seconds < 86400)
		snprintf(buf, DURATION_SIZE, "%" PRIu64 "h%02" PRIu64 "m", seconds / 3600,
			 seconds / 60 % 60);
	else
		snprintf(buf, DURATION_SIZE, "%" PRIu64 "d%02" PRIu64 "h", seconds / 86400,
			 seconds / 3600 % 24);
	return buf;
}

const char *threshold(char *buf, uint32_t segments)
{
	if (segments == SAWTOOTH_SSTHRESH_MAX)
		snprintf(buf, DURATION_SIZE, "none");
	else
		snprintf(buf, DURATION_SIZE, "%u", segments);
	return buf;
}

static void *must(void *memory)
{
	if (memory)
		return memory;
	fputs("sawtooth: out of memory\n", stderr);
	exit(1);
}

void table_add(struct table *table, const char *const *cells, const char *note)
{
	unsigned int stride = table->width + 1, i;
	char **row;

	/* grows by doubling: whenever the number of rows is a power of two */
	if (!(table->rows & (table->rows - 1)))
		table->cells = must(reallocarray(table->cells, table->rows ? table->rows * 2 : 1,
						 stride * sizeof(char *)));
	row = table->cells + (size_t)table->rows++ * stride;
	for (i = 0; i < table->width; i++)
		row[i] = must(strdup(cells[i]));
	row[i] = note ? must(strdup(note)) : NULL;
}

static void print_cell(const struct column *column, const char *cell, size_t width,
		       enum paint how, bool last)
{
	int pad = (int)(width - strlen(cell));

	if (column->right)
		printf("%*s", pad, "");
	if (how == PLAIN)
		fputs(cell, stdout);
	else
		printf("%s%s%s", paint(how), cell, paint(PLAIN));
	if (last)
		putchar('\n');
	else
		printf("%*s", column->right ? 2 : pad + 2, "");
}

static void print_row(const struct table *table, char *const *row, const size_t *widths)
{
	unsigned int i;

	for (i = 0; i < table->width; i++) {
		const struct column *column = &table->columns[i];
		const char *cell = row ? row[i] : column->head;
		enum paint how = !row ? HEADING : column->paint ? column->paint(cell) : PLAIN;

		print_cell(column, cell, widths[i], how, i + 1 == table->width);
	}
}

void table_print(struct table *table, const char *empty)
{
	unsigned int stride = table->width + 1, row, i;
	size_t widths[16];

	for (i = 0; i < table->width; i++) {
		widths[i] = strlen(table->columns[i].head);
		for (row = 0; row < table->rows; row++) {
			size_t width = strlen(table->cells[row * stride + i]);

			if (width > widths[i])
				widths[i] = width;
		}
	}
	if (table->rows)
		print_row(table, NULL, widths);
	else
		puts(empty);
	for (row = 0; row < table->rows; row++) {
		char **cells = table->cells + row * stride;

		print_row(table, cells, widths);
		if (cells[table->width])
			printf("  %s\n", cells[table->width]);
		for (i = 0; i < stride; i++)
			free(cells[i]);
	}
	free(table->cells);
	table->cells = NULL;
	table->rows = 0;
}
