// SPDX-License-Identifier: GPL-2.0
/*
 * The words of the specification: from the value of an enum to its name and back.
 */
#include <ctype.h>
#include <string.h>

#include "names.h"
#include "sawtooth.h"

#define WORDS(noun)							\
	const struct saw_words saw_##noun##_words = {			\
		.names = sawtooth_##noun##_names,			\
		.count = sizeof(sawtooth_##noun##_names) / sizeof(char *),	\
	}

WORDS(tcp_state);
WORDS(role);
WORDS(confidence);
WORDS(cause);
WORDS(outcome);
WORDS(teardown);
WORDS(ends);
WORDS(reset_verdict);
WORDS(fast_open);
WORDS(mptcp);
WORDS(phase);
WORDS(slow_start_law);
WORDS(growth_law);
WORDS(ssthresh_law);
WORDS(ssthresh_cause);
WORDS(membership_change);
WORDS(membership_protocol);
WORDS(filter_mode);
WORDS(stat);
WORDS(histogram_kind);
WORDS(level);

const char *saw_word(const struct saw_words *words, unsigned int value)
{
	return value < words->count ? words->names[value] : NULL;
}

static bool same(const char *name, const char *word, size_t len)
{
	size_t i;

	if (strlen(name) != len)
		return false;
	for (i = 0; i < len; i++) {
		int c = word[i] == '_' ? '-' : tolower((unsigned char)word[i]);

		if (c != name[i])
			return false;
	}
	return true;
}

int saw_word_find(const struct saw_words *words, const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < words->count; i++)
		if (same(words->names[i], word, len))
			return i;
	return -1;
}

const struct saw_field *saw_field_find(const struct saw_set *set, const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < set->count; i++)
		if (same(set->fields[i].name, name, len))
			return &set->fields[i];
	return NULL;
}
