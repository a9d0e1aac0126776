// SPDX-License-Identifier: GPL-2.0
/*
 * What went wrong, in one line, and what to do about it.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

int bad_input(const char *format, ...)
{
	va_list args;

	fputs("sawtooth: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return 2;
}

int failed(const struct saw_failure *failure, const char *format, ...)
{
	bool denied = failure->code == EPERM || failure->code == EACCES;
	va_list args;

	fputs("sawtooth: ", stderr);
	if (format) {
		va_start(args, format);
		vfprintf(stderr, format, args);
		va_end(args);
		fputs(": ", stderr);
	}
	fputs(failure->what[0] ? failure->what : strerror(failure->code), stderr);
	if (failure->attr[0])
		fprintf(stderr, " (attribute %s)", failure->attr);
	if (denied)
		fputs(": this needs CAP_NET_ADMIN in the network namespace; run it as root",
		      stderr);
	fputc('\n', stderr);
	return 1;
}

struct saw_sock *connect_module(void)
{
	struct saw_failure failure;
	struct saw_sock *sock = saw_open(&failure);

	if (sock)
		return sock;
	if (failure.code == ENOENT)
		fputs("sawtooth: the kernel module is not loaded; load it with: modprobe sawtooth (or insmod sawtooth.ko), as root\n",
		      stderr);
	else
		failed(&failure, NULL);
	return NULL;
}
