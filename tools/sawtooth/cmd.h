/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command: what its files share. Each command is a function that gets its words
 * and returns the exit status: 0, 1 (the kernel refused or cannot), 2 (bad input).
 */
#ifndef SAW_CMD_H
#define SAW_CMD_H

#include <stdbool.h>
#include <stdint.h>

#include "sawtooth.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define NSEC_PER_SEC UINT64_C(1000000000)

/**
 * struct options - what stands on the command line with dashes
 * @json: JSON instead of text
 * @numeric: addresses and interfaces by number
 * @processes: look for the processes that hold the sockets
 * @every: nanoseconds between two looks; 0: look once
 * @count: end after so many; 0: never
 * @idle: end after so many nanoseconds without an event; 0: never
 * @queue: bytes of receive queue for events
 * @no_dump: do not begin with what is there
 * @exec: program to run for each event, or NULL
 * @ready_fd: descriptor to write to when listening, or -1
 * @output: file to draw to, or NULL
 * @title: words above a picture, or NULL
 */
struct options {
	bool json;
	bool numeric;
	bool processes;
	uint64_t every;
	uint64_t count;
	uint64_t idle;
	unsigned int queue;
	bool no_dump;
	const char *exec;
	int ready_fd;
	const char *output;
	const char *title;
};

extern struct options options;

int cmd_status(int argc, char **argv);
int cmd_stats(int argc, char **argv);
int cmd_histogram(int argc, char **argv);
int cmd_conn(int argc, char **argv);
int cmd_group(int argc, char **argv);
int cmd_monitor(int argc, char **argv);
int cmd_profile(int argc, char **argv);
int cmd_binding(int argc, char **argv);
int cmd_steer(int argc, char **argv);
int cmd_ssthresh(int argc, char **argv);
int cmd_fsm(int argc, char **argv);
int cmd_record(int argc, char **argv);
int cmd_plot(int argc, char **argv);

/* profile.c: the keys of "profile set", for people. */
const char *profile_keys(void);

/* diag.c: each prints one line to standard error and returns the exit status. */

/* Bad input: say what was wrong and what is accepted. */
int bad_input(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The call that filled @failure did not do @doing, which may be NULL. */
int failed(const struct saw_failure *failure, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Connect; NULL after saying why not, and then the exit status is 1. */
struct saw_sock *connect_module(void);

/* number.c: false if @text is not such a number. */
bool parse_u64(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* A decimal fraction to units of 10^-@digits, exactly: "0.705" with 3 digits is 705. */
bool parse_decimal(const char *text, unsigned int digits, uint64_t *value);

/* Segments, or "none" for SAWTOOTH_SSTHRESH_MAX. */
bool parse_ssthresh(const char *text, uint32_t *value);

/* CLOCK_MONOTONIC, nanoseconds. */
uint64_t now_ns(void);

#endif /* SAW_CMD_H */
