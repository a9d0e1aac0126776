// SPDX-License-Identifier: GPL-2.0
/*
 * Profiles. The keys are the fields of the specification, so a new parameter needs
 * no code here unless its text is not the number or word that the kernel carries.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

static const struct {
	struct column column;
	uint16_t attr;
} columns[] = {
	{ { .head = "NAME" }, SAWTOOTH_A_PROFILE_NAME },
	{ { .head = "SLOW-START-LAW" }, SAWTOOTH_A_PROFILE_SLOW_START_LAW },
	{ { .head = "GROWTH-LAW" }, SAWTOOTH_A_PROFILE_GROWTH_LAW },
	{ { .head = "SSTHRESH-LAW" }, SAWTOOTH_A_PROFILE_SSTHRESH_LAW },
	{ { .head = "BETA", .right = true }, SAWTOOTH_A_PROFILE_BETA },
	{ { .head = "INITIAL-SSTHRESH", .right = true }, SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH },
	{ { .head = "USERS", .right = true }, SAWTOOTH_A_PROFILE_USERS },
};

/* Parameters that people write as decimals; the kernel has them in thousandths. */
static const struct {
	uint16_t attr;
	uint16_t min;
	uint16_t max;
} decimals[] = {
	{ SAWTOOTH_A_PROFILE_BETA, 100, 1000 },
	{ SAWTOOTH_A_PROFILE_BETA_ECN, 100, 1000 },
	{ SAWTOOTH_A_PROFILE_CUBIC_C, 10, 10000 },
	{ SAWTOOTH_A_PROFILE_BDP_GAIN, 1000, 2000 },
	{ SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD, 10, 1000 },
	{ SAWTOOTH_A_PROFILE_QUEUE_LIMIT, 100, 32000 },
	{ SAWTOOTH_A_PROFILE_LOSS_THRESHOLD, 1, 1000 },
};

#define MAX_SSTHRESH_MAX 32000	/* segments, of max-ssthresh */
#define TEXT_SIZE 48

/* Its place in decimals[], or -1. */
static int decimal_of(const struct saw_field *field)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(decimals); i++)
		if (decimals[i].attr == field->attr)
			return i;
	return -1;
}

static bool is_ssthresh(const struct saw_field *field)
{
	return field->attr == SAWTOOTH_A_PROFILE_FIXED_SSTHRESH ||
	       field->attr == SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH;
}

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
	else if (decimal_of(field) >= 0)
		snprintf(buf, TEXT_SIZE, "%" PRIu64 ".%03" PRIu64, value / 1000, value % 1000);
	else if (is_ssthresh(field))
		threshold(buf, value);
	else
		snprintf(buf, TEXT_SIZE, "%" PRIu64, value);
	return buf;
}

static const struct saw_field *field_of(uint16_t attr)
{
	unsigned int i;

	for (i = 0; saw_profile_set.fields[i].attr != attr; i++)
		;
	return &saw_profile_set.fields[i];
}

static void add_row(const struct saw_profile *profile, void *data)
{
	char text[ARRAY_SIZE(columns)][TEXT_SIZE];
	const char *cells[ARRAY_SIZE(columns)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		cells[i] = field_text(text[i], field_of(columns[i].attr), profile);
	table_add(data, cells, NULL);
}

static void add_json(const struct saw_profile *profile, void *data)
{
	json_object_array_add(data, json_from(&saw_profile_set, profile));
}

static int list(struct saw_sock *sock)
{
	struct column heads[ARRAY_SIZE(columns)];
	struct table table = { .columns = heads, .width = ARRAY_SIZE(columns) };
	struct json_object *array;
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		heads[i] = columns[i].column;
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
	return field->attr != SAWTOOTH_A_PROFILE_NAME &&
	       field->attr != SAWTOOTH_A_PROFILE_USERS &&
	       field->attr != SAWTOOTH_A_PROFILE_BUILTIN;
}

const char *profile_keys(void)
{
	static char keys[512];
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

static int set_decimal(const struct saw_field *field, unsigned int decimal, const char *value,
		       uint32_t *at)
{
	unsigned int min = decimals[decimal].min, max = decimals[decimal].max;
	uint64_t number;

	if (!parse_decimal(value, 3, &number) || number < min || number > max)
		return bad_input("%s \"%s\": accepted are %u.%03u to %u.%03u, at most three decimals",
				 field->name, value, min / 1000, min % 1000, max / 1000,
				 max % 1000);
	*at = number;
	return 0;
}

static int set_number(const struct saw_field *field, const char *value, uint32_t *at)
{
	uint64_t number;

	if (!parse_u64(value, SAWTOOTH_SSTHRESH_MIN, MAX_SSTHRESH_MAX, &number))
		return bad_input("%s \"%s\": accepted are %d to %d segments", field->name, value,
				 SAWTOOTH_SSTHRESH_MIN, MAX_SSTHRESH_MAX);
	*at = number;
	return 0;
}

static int set_field(struct saw_profile *profile, const struct saw_field *field, const char *value)
{
	uint32_t *at = (void *)((char *)profile + field->offset);
	int decimal = decimal_of(field);
	int word;

	if (SAW_HAS(profile, field->attr))
		return bad_input("%s is given twice", field->name);
	profile->has |= SAW_BIT(field->attr);
	if (field->words) {
		word = saw_word_find(field->words, value, strlen(value));
		if (word < 0)
			return bad_word(field, value);
		*at = word;
		return 0;
	}
	if (decimal >= 0)
		return set_decimal(field, decimal, value, at);
	if (!is_ssthresh(field))
		return set_number(field, value, at);
	if (!parse_ssthresh(value, at))
		return bad_input("%s \"%s\": accepted are 2 to 2147483647 segments, or none",
				 field->name, value);
	return 0;
}

static int parse_name(const char *verb, const char *name, struct saw_profile *profile)
{
	if (!name || strlen(name) > SAWTOOTH_NAME_MAX || !name[0])
		return bad_input("profile %s needs a name of 1 to %d characters", verb,
				 SAWTOOTH_NAME_MAX);
	snprintf(profile->name, sizeof(profile->name), "%s", name);
	profile->has = SAW_BIT(SAWTOOTH_A_PROFILE_NAME);
	return 0;
}

static int parse_keys(int argc, char **argv, struct saw_profile *profile)
{
	int i, ret;

	for (i = 0; i < argc; i += 2) {
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

static int delete(struct saw_sock *sock, const struct saw_profile *profile)
{
	return saw_profile_delete(sock, profile->name);
}

/* What can be done to a profile; each wants its name. */
static const struct verb {
	const char *name;
	int (*run)(struct saw_sock *sock, const struct saw_profile *profile);
	bool keys;
	bool keys_needed;
} verbs[] = {
	{ "set", saw_profile_change, true, true },
	{ "create", saw_profile_create, true, false },
	{ "delete", delete, false, false },
};

static const struct verb *find_verb(const char *word)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, word))
			return &verbs[i];
	return NULL;
}

static int parse_verb(const struct verb *verb, int argc, char **argv, struct saw_profile *profile)
{
	int ret = parse_name(verb->name, argc ? argv[0] : NULL, profile);

	if (ret)
		return ret;
	if (argc == 1 && verb->keys_needed)
		return bad_input("profile %s %s needs a key and a value; keys are %s", verb->name,
				 argv[0], profile_keys());
	if (argc > 1 && !verb->keys)
		return bad_input("profile %s takes a name and nothing else, not \"%s\"",
				 verb->name, argv[1]);
	return parse_keys(argc - 1, argv + 1, profile);
}

int cmd_profile(int argc, char **argv)
{
	const struct verb *verb = argc ? find_verb(argv[0]) : NULL;
	struct saw_profile profile = {};
	struct saw_sock *sock;
	int ret;

	if (verb) {
		ret = parse_verb(verb, argc - 1, argv + 1, &profile);
		if (ret)
			return ret;
	} else if (argc > 1) {
		return bad_input("profile takes a name, or \"set\" or \"create\" NAME KEY VALUE ..., or \"delete\" NAME, not \"%s %s\"",
				 argv[0], argv[1]);
	} else if (argc && (!argv[0][0] || strlen(argv[0]) > SAWTOOTH_NAME_MAX)) {
		return bad_input("the name of a profile has 1 to %d characters",
				 SAWTOOTH_NAME_MAX);
	}
	sock = connect_module();
	if (!sock)
		return 1;
	if (verb)
		ret = verb->run(sock, &profile);
	else
		ret = argc ? show(sock, argv[0]) : list(sock);
	if (ret)
		ret = argc ? failed(saw_failure(sock), "profile %s",
				    verb ? profile.name : argv[0]) :
			     failed(saw_failure(sock), "profile");
	saw_close(sock);
	return ret;
}
