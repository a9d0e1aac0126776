// SPDX-License-Identifier: GPL-2.0
/*
 * JSON: the names and words of the specification, numbers as the kernel gives them,
 * addresses as strings. What the kernel did not send is absent.
 *
 * Documents are trees of json-c. Events and connections, of which there are very many,
 * are written as they come: a tree takes a hundred times as long.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "naming.h"
#include "print.h"
#include "text.h"

static struct json_object *address(const struct saw_field *field, const void *data)
{
	uint8_t family = ((const uint8_t *)data)[field->other];
	char text[INET6_ADDRSTRLEN];

	if (!inet_ntop(family, (const char *)data + field->offset, text, sizeof(text)))
		return NULL;
	return json_object_new_string(text);
}

static struct json_object *list(const struct saw_field *field, const void *data)
{
	unsigned int count = *(const unsigned int *)((const char *)data + field->other), i;
	const char *at = (const char *)data + field->offset;
	struct json_object *array = json_object_new_array();

	for (i = 0; i < count; i++)
		json_object_array_add(array, json_from(field->set, at + i * field->set->size));
	return array;
}

static struct json_object *value(const struct saw_field *field, const void *data)
{
	const char *at = (const char *)data + field->offset;
	uint64_t number = saw_field_value(field, data);

	switch (field->kind) {
	case SAW_TEXT:
		return json_object_new_string(at);
	case SAW_ADDR:
		return address(field, data);
	case SAW_NEST:
	case SAW_RECORD:
		return json_from(field->set, at);
	case SAW_LIST:
		return list(field, data);
	case SAW_S64:
		return json_object_new_int64((int64_t)number);
	default:
		if (field->words && saw_word(field->words, number))
			return json_object_new_string(saw_word(field->words, number));
		return json_object_new_uint64(number);
	}
}

void json_fill(struct json_object *object, const struct saw_set *set, const void *data)
{
	unsigned int i;

	for (i = 0; i < set->count; i++)
		if (saw_field_there(&set->fields[i], data))
			json_object_object_add(object, set->fields[i].name,
					       value(&set->fields[i], data));
}

struct json_object *json_from(const struct saw_set *set, const void *data)
{
	struct json_object *object = json_object_new_object();

	json_fill(object, set, data);
	return object;
}

void json_string(struct text *text, const char *string)
{
	static const char digits[] = "0123456789abcdef";

	text_add(text, "\"");
	for (; *string; string++) {
		unsigned char c = *string;
		char control[] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
		char escaped[] = { '\\', c };

		if (c < ' ')
			text_chars(text, control, sizeof(control));
		else if (c == '"' || c == '\\')
			text_chars(text, escaped, sizeof(escaped));
		else
			text_chars(text, string, 1);
	}
	text_add(text, "\"");
}

static void add_address(struct text *text, const struct saw_field *field, const char *data)
{
	char name[NAME_SIZE];

	text_add(text, "\"");
	text_add(text, address_number(name, data[field->other],
				      (const uint8_t *)data + field->offset));
	text_add(text, "\"");
}

static void add_integer(struct text *text, const struct saw_field *field, const void *data)
{
	uint64_t number = saw_field_value(field, data);
	const char *word = field->words ? saw_word(field->words, number) : NULL;

	if (!word) {
		text_number(text, number, 1);
		return;
	}
	text_add(text, "\"");
	text_add(text, word);
	text_add(text, "\"");
}

static void add_list(struct text *text, const struct saw_field *field, const char *data)
{
	unsigned int count = *(const unsigned int *)(data + field->other), i;

	for (i = 0; i < count; i++) {
		text_add(text, i ? ",{" : "[{");
		json_members(text, field->set, data + field->offset + i * field->set->size, true);
		text_add(text, "}");
	}
	text_add(text, count ? "]" : "[]");
}

static void add_value(struct text *text, const struct saw_field *field, const char *data)
{
	switch (field->kind) {
	case SAW_TEXT:
		json_string(text, data + field->offset);
		break;
	case SAW_ADDR:
		add_address(text, field, data);
		break;
	case SAW_NEST:
	case SAW_RECORD:
		text_add(text, "{");
		json_members(text, field->set, data + field->offset, true);
		text_add(text, "}");
		break;
	case SAW_LIST:
		add_list(text, field, data);
		break;
	case SAW_S64:
		text_signed(text, saw_field_value(field, data));
		break;
	default:
		add_integer(text, field, data);
	}
}

#define KEY_SIZE 32

/* A comma, a name in quotes and a colon, ready to be copied whole, with or without the comma. */
struct key {
	uint8_t len;
	char chars[KEY_SIZE + 1];
};

/* The keys of @set, made when they are first asked for. */
static const struct key *keys_of(const struct saw_set *set)
{
	static struct {
		const struct saw_set *set;
		struct key keys[40];
	} table[16], *known = table;
	unsigned int i;

	for (; known < table + ARRAY_SIZE(table) && known->set; known++)
		if (known->set == set)
			return known->keys;
	if (known == table + ARRAY_SIZE(table) || set->count > ARRAY_SIZE(known->keys))
		return NULL;
	known->set = set;
	for (i = 0; i < set->count; i++) {
		int len = snprintf(known->keys[i].chars, KEY_SIZE, ",\"%s\":", set->fields[i].name);

		known->keys[i].len = len < KEY_SIZE ? len : 0;
	}
	return known->keys;
}

static void add_key(struct text *text, const struct saw_field *field, const struct key *key,
		    bool first)
{
	if (key && key->len && TEXT_SIZE - text->len >= KEY_SIZE) {
		memcpy(text->chars + text->len, key->chars + first, KEY_SIZE);
		text->len += key->len - first;
		return;
	}
	text_add(text, first ? "\"" : ",\"");
	text_add(text, field->name);
	text_add(text, "\":");
}

void json_members(struct text *text, const struct saw_set *set, const void *data, bool first)
{
	const struct key *keys = keys_of(set);
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		if (!saw_field_there(&set->fields[i], data))
			continue;
		add_key(text, &set->fields[i], keys ? &keys[i] : NULL, first);
		add_value(text, &set->fields[i], data);
		first = false;
	}
}

void json_print(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}
