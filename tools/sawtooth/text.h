/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output that is put together piece by piece. For what is written a million times,
 * where printf() would cost more than all the rest. Nothing is allocated; what does
 * not fit is cut, which cannot happen to a line that text_line() began.
 */
#ifndef SAW_TEXT_H
#define SAW_TEXT_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SIZE 65536
#define TEXT_LINE 8192	/* some names of the largest size, a line of JSON */

#define NUMBER_SIZE 20

extern const char number_pairs[200];	/* "00" to "99" */

static inline unsigned int number_width(uint64_t value)
{
	unsigned int width = 1;

	for (; value >= 10000; value /= 10000)
		width += 4;
	return width + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* @value with at least @digits digits, at most NUMBER_SIZE; returns the end, not terminated. */
static inline char *number_put(char *at, uint64_t value, unsigned int digits)
{
	unsigned int width = number_width(value);
	char *end;

	if (width < digits)
		width = digits;
	for (end = at + width; width > 1; width -= 2, value /= 100)
		memcpy(at + width - 2, number_pairs + value % 100 * 2, 2);
	if (width)
		*at = '0' + value % 10;
	return end;
}

/* The six digits of @value, which has no more. */
static inline void six_put(char *at, uint32_t value)
{
	memcpy(at, number_pairs + value / 10000 * 2, 2);
	memcpy(at + 2, number_pairs + value / 100 % 100 * 2, 2);
	memcpy(at + 4, number_pairs + value % 100 * 2, 2);
}

/**
 * struct text - what will be written next
 * @len: characters in it
 * @chars: not terminated
 */
struct text {
	size_t len;
	char chars[TEXT_SIZE];
};

/* All of it to standard output, where errors are noticed at the end. */
static inline void text_flush(struct text *text)
{
	if (text->len)
		fwrite_unlocked(text->chars, 1, text->len, stdout);
	text->len = 0;
}

/* Make room for a line. */
static inline void text_line(struct text *text)
{
	if (text->len > TEXT_SIZE - TEXT_LINE)
		text_flush(text);
}

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

/* @string of somebody's choice: what a terminal would obey becomes a question mark. */
static inline void text_clean(struct text *text, const char *string)
{
	for (; *string; string++)
		text_chars(text, (unsigned char)*string < ' ' || *string == 127 ? "?" : string, 1);
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
	size_t len;

	if (TEXT_SIZE - text->len < NUMBER_SIZE) {
		len = number_put(buf, value, digits) - buf;
		text_chars(text, buf, len);
		return len;
	}
	len = number_put(text->chars + text->len, value, digits) - text->chars - text->len;
	text->len += len;
	return len;
}

static inline void text_signed(struct text *text, int64_t value)
{
	if (value < 0)
		text_add(text, "-");
	text_number(text, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

#define PIECE_SIZE 128

/**
 * struct piece - a part of a line that comes again and again
 * @len: characters in it; 0 if it is not known
 * @chars: not terminated
 */
struct piece {
	size_t len;
	char chars[PIECE_SIZE];
};

/*
 * For a line that text_line() began, which has room for all its pieces. Blocks of a size
 * that the compiler knows are copied faster than so many characters.
 */
static inline void text_piece(struct text *text, const struct piece *piece)
{
	char *at = text->chars + text->len;

	memcpy(at, piece->chars, 32);
	if (piece->len > 32)
		memcpy(at + 32, piece->chars + 32, 32);
	if (piece->len > 64)
		memcpy(at + 64, piece->chars + 64, PIECE_SIZE - 64);
	text->len += piece->len;
}

/* Keep what was added to @text since it had @start characters, unless it is too long. */
static inline void piece_keep(struct piece *piece, const struct text *text, size_t start)
{
	size_t len = text->len - start;

	piece->len = len <= PIECE_SIZE ? len : 0;
	memcpy(piece->chars, text->chars + start, piece->len);
}

#endif /* SAW_TEXT_H */
