// SPDX-License-Identifier: GPL-2.0
/*
 * What a command costs, from fork to its end. usage: cost COMMAND...
 */
#include <sys/wait.h>
#include <unistd.h>

#include "meter.h"

int main(int argc, char **argv)
{
	uint64_t start, end;
	int status;
	pid_t pid;

	if (argc < 2)
		errx(2, "no command");
	start = meter_busy();
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		execvp(argv[1], argv + 1);
		err(127, "%s", argv[1]);
	}
	if (waitpid(pid, &status, 0) != pid)
		err(1, "waitpid");
	end = meter_busy();
	fprintf(stderr, "%" PRIu64 "\n", end - start);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
