// SPDX-License-Identifier: GPL-2.0
/*
 * Profiles. The keys are the fields of the specification, so a new parameter needs
 * no code here unless its text is not the number or word that the kernel carries.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

#define BETA_MIN 100	/* thousandths */
#define BETA_MAX 1000

static const struct column columns[] = {
	{ .head = "NAME" },
	{ .head = "SLOW-START-LAW" },
	{ .head = "GROWTH-LAW" },
	{ .head = "SSTHRESH-LAW" },
	{ .head = "BETA", .right = true },
	{ .head = "FIXED-SSTHRESH", .right = true },
	{ .head = "INITIAL-SSTHRESH", .right = true },
	{ .head = "USERS", .right = true },
};

#define TEXT_SIZE 48

/* The value of @field as people read and write it. */
static const char *field_text(char *buf, const struct saw_field *field,
			      const struct saw_profile *profile)
{
	uint64_t value = saw_field_value(field, profile);

	if (!saw_field_there(field, profile))
		snprintf(buf, TEXT_SIZE, "-");
	else if (field->kind == SAW_TEXT)
		snprintf(buf, TEXT_SIZE, "%s", (const char *)profile + field->offset);
	else if (field->words)
		snprintf(buf, TEXT_SIZE, "%s", word_or_number(field->words, value));
	else if (field->attr == SAWTOOTH_A_PROFILE_BETA)
		snprintf(buf, TEXT_SIZE, "%" PRIu64 ".%03" PRIu64, value / 1000, value % 1000);
	else if (field->attr == SAWTOOTH_A_PROFILE_USERS)
		snprintf(buf, TEXT_SIZE, "%" PRIu64, value);
	else
		threshold(buf, value);
	return buf;
}

static void add_row(const struct saw_profile *profile, void *data)
{
	char text[ARRAY_SIZE(columns)][TEXT_SIZE];
	const char *cells[ARRAY_SIZE(columns)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		cells[i] = field_text(text[i], &saw_profile_set.fields[i], profile);
	table_add(data, cells, NULL);
}

static void add_json(const struct saw_profile *profile, void *data)
{
	json_object_array_add(data, json_from(&saw_profile_set, profile));
}

static int list(struct saw_sock *sock)
{
	struct table table = { .columns = columns, .width = ARRAY_SIZE(columns) };
	struct json_object *array;
	int ret;

	if (!options.json) {
		ret = saw_profile_dump(sock, add_row, &table);
		if (!ret)
			table_print(&table, "no profiles");
		return ret;
	}
	array = json_object_new_array();
	ret = saw_profile_dump(sock, add_json, array);
	if (!ret)
		json_print(json_object_get(array));
	json_object_put(array);
	return ret;
}

static int show(struct saw_sock *sock, const char *name)
{
	struct saw_profile profile;
	char text[TEXT_SIZE];
	unsigned int i;
	int ret = saw_profile_get(sock, name, &profile);

	if (ret)
		return ret;
	if (options.json) {
		json_print(json_from(&saw_profile_set, &profile));
		return 0;
	}
	for (i = 0; i < saw_profile_set.count; i++) {
		const struct saw_field *field = &saw_profile_set.fields[i];

		printf("%s%-16s%s  %s\n", paint(HEADING), field->name, paint(PLAIN),
		       field_text(text, field, &profile));
	}
	return 0;
}

/* Can it be set? */
static bool is_key(const struct saw_field *field)
{
	return field->attr != SAWTOOTH_A_PROFILE_NAME && field->attr != SAWTOOTH_A_PROFILE_USERS;
}

const char *profile_keys(void)
{
	static char keys[256];
	unsigned int i;

	keys[0] = 0;
	for (i = 0; i < saw_profile_set.count; i++) {
		size_t used = strlen(keys);

		if (is_key(&saw_profile_set.fields[i]))
			snprintf(keys + used, sizeof(keys) - used, "%s%s", used ? ", " : "",
				 saw_profile_set.fields[i].name);
	}
	return keys;
}

static int bad_word(const struct saw_field *field, const char *value)
{
	char known[128] = "";
	unsigned int i;

	for (i = 0; i < field->words->count; i++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", i ? ", " : "",
			 field->words->names[i]);
	}
	return bad_input("%s \"%s\": accepted are %s", field->name, value, known);
}

static int set_field(struct saw_profile *profile, const struct saw_field *field, const char *value)
{
	uint32_t *at = (void *)((char *)profile + field->offset);
	uint64_t number;
	int word;

	if (SAW_HAS(profile, field->attr))
		return bad_input("%s is given twice", field->name);
	profile->has |= SAW_BIT(field->attr);
	if (field->words) {
		word = saw_word_find(field->words, value, strlen(value));
		if (word < 0)
			return bad_word(field, value);
		*at = word;
	} else if (field->attr == SAWTOOTH_A_PROFILE_BETA) {
		if (!parse_decimal(value, 3, &number) || number < BETA_MIN || number > BETA_MAX)
			return bad_input("beta \"%s\": accepted are 0.1 to 1.0, at most three decimals",
					 value);
		*at = number;
	} else if (!parse_ssthresh(value, at)) {
		return bad_input("%s \"%s\": accepted are 2 to 2147483647 segments, or none",
				 field->name, value);
	}
	return 0;
}

static int parse_set(int argc, char **argv, struct saw_profile *profile)
{
	int i, ret;

	if (argc < 1 || strlen(argv[0]) > SAWTOOTH_NAME_MAX || !argv[0][0])
		return bad_input("profile set needs a name of 1 to %d characters",
				 SAWTOOTH_NAME_MAX);
	snprintf(profile->name, sizeof(profile->name), "%s", argv[0]);
	profile->has = SAW_BIT(SAWTOOTH_A_PROFILE_NAME);
	if (argc < 2)
		return bad_input("profile set %s needs a key and a value; keys are %s", argv[0],
				 profile_keys());
	for (i = 1; i < argc; i += 2) {
		const struct saw_field *field = saw_field_find(&saw_profile_set, argv[i],
							       strlen(argv[i]));

		if (!field || !is_key(field))
			return bad_input("a profile has no key \"%s\"; keys are %s", argv[i],
					 profile_keys());
		if (i + 1 == argc)
			return bad_input("%s needs a value", field->name);
		ret = set_field(profile, field, argv[i + 1]);
		if (ret)
			return ret;
	}
	return 0;
}

int cmd_profile(int argc, char **argv)
{
	bool set = argc && !strcmp(argv[0], "set");
	struct saw_profile profile = {};
	struct saw_sock *sock;
	int ret;

	if (set) {
		ret = parse_set(argc - 1, argv + 1, &profile);
		if (ret)
			return ret;
	} else if (argc > 1) {
		return bad_input("profile takes a name, or \"set\" NAME KEY VALUE ..., not \"%s %s\"",
				 argv[0], argv[1]);
	} else if (argc && (!argv[0][0] || strlen(argv[0]) > SAWTOOTH_NAME_MAX)) {
		return bad_input("the name of a profile has 1 to %d characters",
				 SAWTOOTH_NAME_MAX);
	}
	sock = connect_module();
	if (!sock)
		return 1;
	if (set)
		ret = saw_profile_change(sock, &profile);
	else
		ret = argc ? show(sock, argv[0]) : list(sock);
	if (ret)
		ret = argc ? failed(saw_failure(sock), "profile %s", set ? profile.name : argv[0]) :
			     failed(saw_failure(sock), "profile");
	saw_close(sock);
	return ret;
}
