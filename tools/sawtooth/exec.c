// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exec.h"

#define PREFIX "SAWTOOTH_"
#define FIELDS 32	/* more than any record has */
#define FIELD_SIZE 96

/**
 * struct surroundings - the environment of a program
 * @fields: what the event adds
 * @count: how many
 */
struct surroundings {
	char fields[FIELDS][FIELD_SIZE];
	unsigned int count;
};

static void add(struct surroundings *env, const char *name, const char *value)
{
	char *to;
	int used;

	if (env->count == FIELDS)
		return;
	to = env->fields[env->count++];
	used = snprintf(to, FIELD_SIZE, PREFIX "%s", name);
	for (to += strlen(PREFIX); *to; to++)
		*to = *to == '-' ? '_' : (char)toupper((unsigned char)*to);
	snprintf(to, FIELD_SIZE - used, "=%s", value);
}

static void add_field(struct surroundings *env, const struct saw_field *field, const void *record)
{
	uint64_t value = saw_field_value(field, record);
	const char *word = field->words ? saw_word(field->words, value) : NULL;
	const uint8_t *at = record;
	char text[INET6_ADDRSTRLEN];

	if (field->kind == SAW_TEXT) {
		word = (const char *)at + field->offset;
	} else if (field->kind == SAW_ADDR) {
		inet_ntop(at[field->other], at + field->offset, text, sizeof(text));
	} else if (!word) {
		snprintf(text, sizeof(text), "%" PRIu64, value);
		word = text;
	}
	add(env, field->name, word ? word : text);
}

static bool ours(const char *variable)
{
	return !strncmp(variable, PREFIX, strlen(PREFIX));
}

/* What is there, without what another event left, and the fields. */
static char **join(struct surroundings *env)
{
	unsigned int i, count = 0, used = 0;
	char **all;

	while (environ[count])
		count++;
	all = malloc((count + env->count + 1) * sizeof(*all));
	if (!all)
		return NULL;
	for (i = 0; i < count; i++)
		if (!ours(environ[i]))
			all[used++] = environ[i];
	for (i = 0; i < env->count; i++)
		all[used++] = env->fields[i];
	all[used] = NULL;
	return all;
}

/* It reads nothing: standard input may be what the user types. */
static int start(const char *program, char **env, pid_t *pid)
{
	char *const words[] = { (char *)program, NULL };
	posix_spawn_file_actions_t actions;
	int err;

	err = posix_spawn_file_actions_init(&actions);
	if (err)
		return err;
	err = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!err)
		err = posix_spawnp(pid, program, &actions, NULL, words, env);
	posix_spawn_file_actions_destroy(&actions);
	return err;
}

bool exec_event(const char *program, const struct saw_event *event)
{
	const struct saw_set *set = saw_event_set(event->kind);
	struct surroundings env = {};
	unsigned int i;
	char **all;
	pid_t pid;
	int err;

	add(&env, "event", saw_event_name(event->kind));
	for (i = 0; i < set->count; i++) {
		if (saw_field_there(&set->fields[i], &event->transition))
			add_field(&env, &set->fields[i], &event->transition);
	}
	all = join(&env);
	err = all ? start(program, all, &pid) : ENOMEM;
	free(all);
	if (err) {
		fprintf(stderr, "sawtooth: %s: %s\n", program, strerror(err));
		return false;
	}
	/* a signal ends the monitor, after the program */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return true;
}
