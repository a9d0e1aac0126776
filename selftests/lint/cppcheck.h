/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For the gate "cppcheck", which does not see the headers of libraries: the loop of
 * json-c over the members of an object, as far as the flow of control goes.
 */
char *json_next_key(void *object);
void *json_next_value(void *object);

#define json_object_object_foreach(object, key, value) \
	for (char *key = json_next_key(object); key; key = json_next_key(object)) \
		for (void *value = json_next_value(object); value; value = 0)
