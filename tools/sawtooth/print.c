// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
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

const char number_pairs[200] = {
	'0', '0', '0', '1', '0', '2', '0', '3', '0', '4', '0', '5', '0', '6', '0', '7',
	'0', '8', '0', '9', '1', '0', '1', '1', '1', '2', '1', '3', '1', '4', '1', '5',
	'1', '6', '1', '7', '1', '8', '1', '9', '2', '0', '2', '1', '2', '2', '2', '3',
	'2', '4', '2', '5', '2', '6', '2', '7', '2', '8', '2', '9', '3', '0', '3', '1',
	'3', '2', '3', '3', '3', '4', '3', '5', '3', '6', '3', '7', '3', '8', '3', '9',
	'4', '0', '4', '1', '4', '2', '4', '3', '4', '4', '4', '5', '4', '6', '4', '7',
	'4', '8', '4', '9', '5', '0', '5', '1', '5', '2', '5', '3', '5', '4', '5', '5',
	'5', '6', '5', '7', '5', '8', '5', '9', '6', '0', '6', '1', '6', '2', '6', '3',
	'6', '4', '6', '5', '6', '6', '6', '7', '6', '8', '6', '9', '7', '0', '7', '1',
	'7', '2', '7', '3', '7', '4', '7', '5', '7', '6', '7', '7', '7', '8', '7', '9',
	'8', '0', '8', '1', '8', '2', '8', '3', '8', '4', '8', '5', '8', '6', '8', '7',
	'8', '8', '8', '9', '9', '0', '9', '1', '9', '2', '9', '3', '9', '4', '9', '5',
	'9', '6', '9', '7', '9', '8', '9', '9',
};

static __always_inline char *unit_put(char *at, const char *unit)
{
	while (*unit)
		*at++ = *unit++;
	return at;
}

/*
 * @value, at least @scale and less than 1000 times that, in three significant digits, cut,
 * not rounded. Inline, so that the compiler knows the divisors.
 */
static __always_inline char *three(char *at, uint64_t value, uint64_t scale, const char *unit)
{
	unsigned int digits = value >= scale * 100 ? value / scale :
			      value >= scale * 10 ? value / (scale / 10) : value / (scale / 100);
	const char *pair = number_pairs + digits % 100 * 2;

	*at++ = '0' + digits / 100;
	if (value < scale * 10)
		*at++ = '.';
	*at++ = pair[0];
	if (value >= scale * 10 && value < scale * 100)
		*at++ = '.';
	*at++ = pair[1];
	return unit_put(at, unit);
}

/* @large and @small of the next smaller unit, as 1h05m. */
static char *two(char *at, uint64_t large, char unit, uint64_t small, char smaller)
{
	at = number_put(at, large, 1);
	*at++ = unit;
	at = number_put(at, small, 2);
	*at++ = smaller;
	return at;
}

char *duration_put(char *at, uint64_t ns)
{
	uint64_t seconds = ns / NSEC_PER_SEC;

	if (ns < 1000)
		return unit_put(number_put(at, ns, 1), "ns");
	if (ns < 1000000)
		return three(at, ns, 1000, "us");
	if (ns < NSEC_PER_SEC)
		return three(at, ns, 1000000, "ms");
	if (seconds < 60)
		return three(at, ns, NSEC_PER_SEC, "s");
	if (seconds < 3600)
		return two(at, seconds / 60, 'm', seconds % 60, 's');
	if (seconds < 86400)
		return two(at, seconds / 3600, 'h', seconds / 60 % 60, 'm');
	return two(at, seconds / 86400, 'd', seconds / 3600 % 24, 'h');
}

const char *duration(char *buf, uint64_t ns)
{
	*duration_put(buf, ns) = 0;
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

/* The cells of a table are strings one after the other, each with its length before it. */
static void keep_cell(struct table *table, const char *cell, uint16_t len)
{
	size_t needs = table->used + sizeof(len) + len;

	if (needs > table->room) {
		table->room = needs * 2;
		table->cells = must(realloc(table->cells, table->room));
	}
	memcpy(table->cells + table->used, &len, sizeof(len));
	memcpy(table->cells + table->used + sizeof(len), cell, len);
	table->used = needs;
}

void table_add(struct table *table, const char *const *cells, const char *note)
{
	unsigned int i;

	for (i = 0; i < table->width; i++) {
		size_t len = strlen(cells[i]);

		if (len > table->widths[i])
			table->widths[i] = len;
		keep_cell(table, cells[i], len);
	}
	keep_cell(table, note ? note : "", note ? strlen(note) : 0);
	table->rows++;
}

/* Padded to the width of column @i, and two spaces if another one follows. */
static void add_cell(struct text *text, const struct table *table, unsigned int i,
		     const char *cell, size_t len, enum paint how)
{
	size_t pad = table->widths[i] - len;
	bool right = table->columns[i].right;

	if (right)
		text_spaces(text, pad);
	if (how != PLAIN)
		text_add(text, paint(how));
	text_chars(text, cell, len);
	if (how != PLAIN)
		text_add(text, paint(PLAIN));
	if (i + 1 < table->width)
		text_spaces(text, right ? 2 : pad + 2);
}

static void add_heads(struct text *text, struct table *table)
{
	unsigned int i;

	for (i = 0; i < table->width; i++) {
		size_t len = strlen(table->columns[i].head);

		if (len > table->widths[i])
			table->widths[i] = len;
		add_cell(text, table, i, table->columns[i].head, len, HEADING);
	}
	text_add(text, "\n");
}

static const char *next_cell(const char *at, uint16_t *len)
{
	memcpy(len, at, sizeof(*len));
	return at + sizeof(*len);
}

/* Returns where the next row begins. */
static const char *add_row(struct text *text, const struct table *table, const char *at)
{
	unsigned int i;
	uint16_t len;

	text_line(text);
	for (i = 0; i < table->width; i++) {
		const struct column *column = &table->columns[i];

		at = next_cell(at, &len);
		add_cell(text, table, i, at, len,
			 column->paint && colours ? column->paint(at, len) : PLAIN);
		at += len;
	}
	text_add(text, "\n");
	at = next_cell(at, &len);
	if (len) {
		text_add(text, "  ");
		text_chars(text, at, len);
		text_add(text, "\n");
	}
	return at + len;
}

void table_print(struct table *table, const char *empty)
{
	const char *at = table->cells;
	static struct text text;
	unsigned int row;

	if (table->rows)
		add_heads(&text, table);
	else
		puts(empty);
	for (row = 0; row < table->rows; row++)
		at = add_row(&text, table, at);
	text_flush(&text);
	free(table->cells);
	table->cells = NULL;
	table->used = 0;
	table->room = 0;
	table->rows = 0;
	memset(table->widths, 0, sizeof(table->widths));
}
