/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A line that is put together piece by piece. For what is written a million times,
 * where printf() would cost more than all the rest; what does not fit is cut.
 */
#ifndef SAW_TEXT_H
#define SAW_TEXT_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Three names of the largest size and some sentences. */
#define TEXT_SIZE 2048

#define NUMBER_SIZE 20

/* @value with at least @digits digits, at most NUMBER_SIZE; returns the end, not terminated. */
static inline char *number_put(char *at, uint64_t value, unsigned int digits)
{
	unsigned int width = 1;
	uint64_t bound;
	char *end;

	for (bound = value / 10; bound; bound /= 10)
		width++;
	if (width < digits)
		width = digits;
	for (end = at + width; width--; value /= 10)
		at[width] = '0' + value % 10;
	return end;
}

/**
 * struct text - a line
 * @len: characters in it
 * @chars: not terminated
 */
struct text {
	size_t len;
	char chars[TEXT_SIZE];
};

static inline void text_chars(struct text *text, const char *chars, size_t len)
{
	if (len > TEXT_SIZE - text->len)
		len = TEXT_SIZE - text->len;
	memcpy(text->chars + text->len, chars, len);
	text->len += len;
}

static inline void text_add(struct text *text, const char *string)
{
	text_chars(text, string, strlen(string));
}

static inline void text_spaces(struct text *text, size_t count)
{
	if (count > TEXT_SIZE - text->len)
		count = TEXT_SIZE - text->len;
	memset(text->chars + text->len, ' ', count);
	text->len += count;
}

/* @string, and spaces until it has @width. */
static inline void text_padded(struct text *text, const char *string, size_t width)
{
	size_t len = strlen(string);

	text_chars(text, string, len);
	if (len < width)
		text_spaces(text, width - len);
}

/* With at least @digits digits. Returns how many it has. */
static inline size_t text_number(struct text *text, uint64_t value, unsigned int digits)
{
	char buf[NUMBER_SIZE];
	size_t len = number_put(buf, value, digits) - buf;

	text_chars(text, buf, len);
	return len;
}

/* To standard output. */
static inline void text_print(const struct text *text)
{
	fwrite_unlocked(text->chars, 1, text->len, stdout);
}

#endif /* SAW_TEXT_H */
