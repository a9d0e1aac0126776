// SPDX-License-Identifier: GPL-2.0
/*
 * JSON: the names and words of the specification, numbers as the kernel gives them,
 * addresses as strings. What the kernel did not send is absent.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>

#include "print.h"

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

void json_add_seconds(struct json_object *object, uint64_t ns)
{
	char text[32];

	/* a double has too few digits for the uptime in nanoseconds: keep our own */
	snprintf(text, sizeof(text), "%" PRIu64 ".%09" PRIu64, ns / NSEC_PER_SEC,
		 ns % NSEC_PER_SEC);
	json_object_object_add(object, "time", json_object_new_double_s(ns / 1e9, text));
}

void json_print(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}
