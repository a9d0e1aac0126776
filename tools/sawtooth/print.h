/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output: tables and words for people, JSON for programs.
 */
#ifndef SAW_PRINT_H
#define SAW_PRINT_H

#include <json-c/json.h>

#include "cmd.h"

enum paint { PLAIN, HEADING, DIM, GOOD, OPENING, CLOSING_DOWN, BAD };

/* Paint from now on if @on. */
void paint_init(bool on);

/* The sequence that switches @paint on, PLAIN to switch off; empty without colours. */
const char *paint(enum paint paint);

/* How a state is painted. */
enum paint state_paint(unsigned int state);

/* A state as RFC 9293 writes it: upper case, with dashes. */
const char *state_name(unsigned int state);

/* saw_word(), and the number as text where there is no word. */
const char *word_or_number(const struct saw_words *words, unsigned int value);

#define DURATION_SIZE 24

/* @ns in at most three significant digits with a unit, for people; returns the end. */
char *duration_put(char *at, uint64_t ns);

/* The same as a string; returns @buf. */
const char *duration(char *buf, uint64_t ns);

/* Segments, or "none" for no threshold; returns @buf of DURATION_SIZE. */
const char *threshold(char *buf, uint32_t segments);

/**
 * struct column - one column of a table
 * @head: its heading
 * @right: align to the right
 * @paint: how a cell is painted, or NULL
 */
struct column {
	const char *head;
	bool right;
	enum paint (*paint)(const char *cell, size_t len);
};

#define TABLE_WIDTH 16

/**
 * struct table - rows, collected first so that each column is as wide as its widest cell
 * @columns: the columns
 * @width: number of @columns, at most TABLE_WIDTH
 * @rows: number of rows
 * @widths: of each column, in characters
 * @cells: the cells and the note of each row
 * @used: bytes of @cells
 * @room: bytes allocated
 */
struct table {
	const struct column *columns;
	unsigned int width;
	unsigned int rows;
	size_t widths[TABLE_WIDTH];
	char *cells;
	size_t used;
	size_t room;
};

/* Add a row of copies of @cells; @note is a line of its own below it, or NULL. */
void table_add(struct table *table, const char *const *cells, const char *note);

/* Print it, or @empty if there is no row; then forget the rows. */
void table_print(struct table *table, const char *empty);

/* @data, described by @set, as an object with the specification's names. */
struct json_object *json_from(const struct saw_set *set, const void *data);

/* The same, added to @object. */
void json_fill(struct json_object *object, const struct saw_set *set, const void *data);

struct text;

/*
 * The members of an object, without its braces, added to @text; each with a comma before
 * it, but not the first if it is the @first of the object.
 */
void json_members(struct text *text, const struct saw_set *set, const void *data, bool first);

/* A string with its quotes, added to @text. */
void json_string(struct text *text, const char *string);

/* Print @object on one line and release it. */
void json_print(struct json_object *object);

#endif /* SAW_PRINT_H */
