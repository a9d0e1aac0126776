// SPDX-License-Identifier: GPL-2.0
/*
 * The command line: options may stand anywhere, the first other word is the command.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "print.h"

struct options options = { .ready_fd = -1, .queue = 32 * 1024 * 1024 };

enum {
	OPT_EVERY = 256,
	OPT_COUNT,
	OPT_IDLE,
	OPT_READY_FD,
	OPT_QUEUE,
	OPT_NO_DUMP,
	OPT_EXEC,
	OPT_OUTPUT,
	OPT_TITLE,
	OPT_PROCESSES,
};

/* struct command, @takes */
#define TAKES(option) (1u << ((option) - OPT_EVERY))

static int cmd_help(int argc, char **argv);

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
	const char *words;
	unsigned int takes;
} commands[] = {
	{ "status", cmd_status, "what the module does in this network namespace", "", 0 },
	{ "stats", cmd_stats, "counters, or set them to zero", " [reset]", 0 },
	{ "histogram", cmd_histogram, "how long handshakes, states and connections lasted",
	  " [KIND ...]", 0 },
	{ "conn", cmd_conn, "connections, with the state of both ends",
	  " [ID | FILTER] [-p | --processes] [--every SECONDS [--count N]]",
	  TAKES(OPT_EVERY) | TAKES(OPT_COUNT) | TAKES(OPT_PROCESSES) },
	{ "group", cmd_group, "multicast memberships, or who asks for them",
	  " [by group | by host] [FILTER] | queriers", 0 },
	{ "monitor", cmd_monitor, "events as they happen",
	  " [KIND ...] [FILTER] [--count N] [--idle SECONDS] [--exec COMMAND] [--no-dump] [--ready-fd N] [--queue BYTES]",
	  TAKES(OPT_COUNT) | TAKES(OPT_IDLE) | TAKES(OPT_READY_FD) | TAKES(OPT_QUEUE) |
	  TAKES(OPT_NO_DUMP) | TAKES(OPT_EXEC) },
	{ "profile", cmd_profile, "parameters of the congestion control",
	  " [NAME | set NAME KEY VALUE ... | create NAME [KEY VALUE ...] | delete NAME]", 0 },
	{ "binding", cmd_binding, "which remote addresses get which profile",
	  " [set PREFIX PROFILE | delete PREFIX]", 0 },
	{ "steer", cmd_steer, "change live connections",
	  " {ID | FILTER} set [ssthresh SEGMENTS] [clamp SEGMENTS] [profile NAME] [role initiator|responder]",
	  0 },
	{ "ssthresh", cmd_ssthresh, "slow start threshold of a live connection",
	  " ID | set ID SEGMENTS [initiator|responder]", 0 },
	{ "record", cmd_record, "the series of cwnd, ssthresh, RTT and rates, and each decision",
	  " [ID | FILTER] [--every SECONDS] [--count N] [--ready-fd N] [--queue BYTES]",
	  TAKES(OPT_EVERY) | TAKES(OPT_COUNT) | TAKES(OPT_READY_FD) | TAKES(OPT_QUEUE) },
	{ "plot", cmd_plot, "draw what record wrote",
	  " FILE [ID [initiator|responder]] [--output FILE.svg|FILE.png] [--title TEXT]",
	  TAKES(OPT_OUTPUT) | TAKES(OPT_TITLE) },
	{ "fsm", cmd_fsm, "the TCP state diagram with live counts", "", 0 },
	{ "help", cmd_help, "this, or how to use a command", " [COMMAND]", 0 },
};

static const struct command *find_command(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int unknown_command(const char *name)
{
	return bad_input("%s%.60s%s; commands are status, stats, histogram, conn, group, monitor, profile, binding, steer, ssthresh, record, plot, fsm, help",
			 name ? "unknown command \"" : "no command", name ? name : "",
			 name ? "\"" : "");
}

static void print_overview(void)
{
	unsigned int i;

	puts("usage: sawtooth [-j] [-n] [-N NETNS] [-c[WHEN]] COMMAND ...\n");
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		printf("  %-11s%s\n", commands[i].name, commands[i].summary);
	puts("\n"
	     "  -j, --json          JSON instead of text\n"
	     "  -n, --numeric       addresses and interfaces by number\n"
	     "  -N, --netns NETNS   in the network namespace of this name\n"
	     "  -c, --color[=WHEN]  colours: auto, always, never\n"
	     "  -h, --help          this\n"
	     "  -V, --version       version of the command");
}

static int cmd_help(int argc, char **argv)
{
	const struct command *command;

	if (argc > 1)
		return bad_input("help takes one command, not \"%s\"", argv[1]);
	if (!argc) {
		print_overview();
		return 0;
	}
	command = find_command(argv[0]);
	if (!command)
		return unknown_command(argv[0]);
	printf("usage: sawtooth %s%s\n\n%s\n", command->name, command->words, command->summary);
	if (!strcmp(command->name, "monitor"))
		puts("\nKIND: conns (those there at the start), transitions, handshakes, teardowns,\n"
		     "      decisions, memberships, queriers, totals; none: all");
	if (!strcmp(command->name, "histogram"))
		puts("\nKIND: syn-leg, ack-leg, lifetime, or a state; none: all that hold something");
	if (!strcmp(command->name, "profile"))
		printf("\nKEY: %s\n", profile_keys());
	if (strstr(command->words, "FILTER"))
		puts("\n"
		     "FILTER, any of:\n"
		     "  state STATE[,STATE]           one end is in one of these states\n"
		     "  src ADDRESS[/LENGTH][:PORT]   the initiator\n"
		     "  dst ADDRESS[/LENGTH][:PORT]   the responder\n"
		     "  addr ADDRESS[/LENGTH][:PORT]  one of them\n"
		     "  sport PORT                    port of the initiator\n"
		     "  dport PORT                    port of the responder\n"
		     "  port PORT                     port of one of them\n"
		     "  dev INTERFACE                 the last segment passed it\n"
		     "  role initiator|responder      this one is on this host\n"
		     "  user NAME|UID                 a socket here is this user's\n"
		     "  cgroup FOLDER|ID              a socket here is in this cgroup");
	return 0;
}

static int enter_netns(const char *name)
{
	char path[256];
	int fd, ret;

	if (!name[0] || strchr(name, '/') || strlen(name) > 128)
		return bad_input("\"%.60s\" is no name of a network namespace; \"ip netns\" lists them",
				 name);
	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return bad_input("no network namespace \"%s\"; \"ip netns\" lists them", name);
	ret = fd < 0 ? -1 : setns(fd, CLONE_NEWNET);
	if (ret) {
		fprintf(stderr, "sawtooth: network namespace %s: %s%s\n", name, strerror(errno),
			errno == EPERM ? ": entering it needs CAP_SYS_ADMIN; run it as root" : "");
		ret = 1;
	}
	if (fd >= 0)
		close(fd);
	return ret;
}

/* On a terminal that can, unless NO_COLOR says otherwise (no-color.org). */
static bool want_colour(void)
{
	const char *off = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(off && *off) && term && strcmp(term, "dumb");
}

static int set_colour(const char *when, bool *on)
{
	if (!when || !strcmp(when, "always"))
		*on = true;
	else if (!strcmp(when, "never"))
		*on = false;
	else if (!strcmp(when, "auto"))
		*on = want_colour();
	else
		return bad_input("--color \"%s\": accepted are auto, always, never", when);
	return 0;
}

static int set_seconds(const char *name, const char *text, uint64_t *ns)
{
	if (parse_decimal(text, 9, ns) && *ns && *ns <= INT32_MAX * NSEC_PER_SEC)
		return 0;
	return bad_input("%s \"%s\": accepted are seconds greater than 0, such as 0.1", name, text);
}

static const struct option long_options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "numeric", no_argument, NULL, 'n' },
	{ "netns", required_argument, NULL, 'N' },
	{ "color", optional_argument, NULL, 'c' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "every", required_argument, NULL, OPT_EVERY },
	{ "count", required_argument, NULL, OPT_COUNT },
	{ "idle", required_argument, NULL, OPT_IDLE },
	{ "ready-fd", required_argument, NULL, OPT_READY_FD },
	{ "queue", required_argument, NULL, OPT_QUEUE },
	{ "no-dump", no_argument, NULL, OPT_NO_DUMP },
	{ "exec", required_argument, NULL, OPT_EXEC },
	{ "output", required_argument, NULL, OPT_OUTPUT },
	{ "title", required_argument, NULL, OPT_TITLE },
	{ "processes", no_argument, NULL, OPT_PROCESSES },
	{}
};

/* What is to be done before the command runs. */
struct setup {
	const char *netns;
	bool help;
	bool version;
	bool colour;
	unsigned int given;	/* TAKES() of the options that belong to a command */
};

/* One that belongs to a command. */
static int set_command_option(int option, const char *text)
{
	uint64_t number;

	switch (option) {
	case OPT_NO_DUMP:
		options.no_dump = true;
		return 0;
	case OPT_PROCESSES:
		options.processes = true;
		return 0;
	case OPT_EXEC:
		options.exec = text;
		return 0;
	case OPT_OUTPUT:
		options.output = text;
		return 0;
	case OPT_TITLE:
		options.title = text;
		return 0;
	case OPT_EVERY:
		return set_seconds("--every", text, &options.every);
	case OPT_IDLE:
		return set_seconds("--idle", text, &options.idle);
	case OPT_COUNT:
		if (!parse_u64(text, 1, UINT64_MAX, &options.count))
			return bad_input("--count \"%s\": accepted are numbers from 1", text);
		return 0;
	case OPT_QUEUE:
		if (!parse_u64(text, 1, INT32_MAX, &number))
			return bad_input("--queue \"%s\": accepted are bytes, at most 2147483647",
					 text);
		options.queue = (unsigned int)number;
		return 0;
	default:
		if (!parse_u64(text, 0, 65535, &number))
			return bad_input("--ready-fd \"%s\": accepted are numbers of open descriptors",
					 text);
		options.ready_fd = (int)number;
		return 0;
	}
}

static int bad_option(char **argv, bool no_value)
{
	const char *word = argv[optind - 1];
	char letter[3] = { '-', (char)optopt, 0 };

	/* for a long option getopt leaves the word, for a letter optopt */
	if (optopt > 0 && optopt < 128 && strncmp(word, "--", 2))
		word = letter;
	if (no_value)
		return bad_input("%s needs a value; see \"sawtooth help\"", word);
	return bad_input("unknown option %.60s; accepted are -j, -n, -N NETNS, -c, -h, -V and those of the command, see \"sawtooth help COMMAND\"",
			 word);
}

static int parse_options(int argc, char **argv, struct setup *setup)
{
	int option, ret = 0;

	opterr = 0;
	while (!ret &&
	       (option = getopt_long(argc, argv, ":jnN:c::hVp", long_options, NULL)) != -1) {
		switch (option) {
		case 'j':
			options.json = true;
			break;
		case 'n':
			options.numeric = true;
			break;
		case 'N':
			setup->netns = optarg;
			break;
		case 'c':
			ret = set_colour(optarg, &setup->colour);
			break;
		case 'h':
			setup->help = true;
			break;
		case 'V':
			setup->version = true;
			break;
		case '?':
		case ':':
			return bad_option(argv, option == ':');
		default:
			if (option == 'p')
				option = OPT_PROCESSES;
			setup->given |= TAKES(option);
			ret = set_command_option(option, optarg);
		}
	}
	return ret;
}

static int check_taken(const struct command *command, unsigned int given)
{
	unsigned int wrong = given & ~command->takes, i;

	for (i = 0; long_options[i].name; i++)
		if (long_options[i].val >= OPT_EVERY && (wrong & TAKES(long_options[i].val)))
			return bad_input("%s takes no --%s; see \"sawtooth help %s\"",
					 command->name, long_options[i].name, command->name);
	return 0;
}

int main(int argc, char **argv)
{
	struct setup setup = { .colour = want_colour() };
	const struct command *command;
	int ret;

	ret = parse_options(argc, argv, &setup);
	if (ret)
		return ret;
	argc -= optind;
	argv += optind;
	paint_init(setup.colour && !options.json);
	if (setup.version) {
		puts("sawtooth " SAWTOOTH_VERSION);
		return 0;
	}
	if (setup.help)
		return cmd_help(argc > 0, argv);
	command = argc ? find_command(argv[0]) : NULL;
	if (!command)
		return unknown_command(argc ? argv[0] : NULL);
	ret = check_taken(command, setup.given);
	if (!ret && setup.netns)
		ret = enter_netns(setup.netns);
	if (ret)
		return ret;
	ret = command->run(argc - 1, argv + 1);
	if (fflush(stdout) || ferror(stdout)) {
		perror("sawtooth: standard output");
		return 1;
	}
	return ret;
}
