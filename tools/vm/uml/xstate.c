// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into user-mode Linux: 6.1 has room for the registers of AVX-512 and no more, while
 * the host takes a register set only as a whole. Where it is larger, as with AMX, the rest is
 * left as it is at first; no program of the lab has anything in it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

static long (*host_ptrace)(enum __ptrace_request request, pid_t pid, void *addr, void *data);
static unsigned char registers[1 << 16];

__attribute__((constructor)) static void find_ptrace(void)
{
	host_ptrace = (__typeof__(host_ptrace))dlsym(RTLD_NEXT, "ptrace");
}

/* All of them into the buffer; what user-mode Linux has room for is exchanged with it. */
static long exchange(enum __ptrace_request request, pid_t pid, void *type, struct iovec *part)
{
	struct iovec all = { .iov_base = registers, .iov_len = sizeof(registers) };
	long result = host_ptrace(PTRACE_GETREGSET, pid, type, &all);

	if (result < 0)
		return result;
	if (part->iov_len > all.iov_len)
		part->iov_len = all.iov_len;
	if (request == PTRACE_SETREGSET) {
		memcpy(registers, part->iov_base, part->iov_len);
		return host_ptrace(request, pid, type, &all);
	}
	memcpy(part->iov_base, registers, part->iov_len);
	return result;
}

long ptrace(enum __ptrace_request request, ...)
{
	void *addr, *data;
	va_list args;
	pid_t pid;

	va_start(args, request);
	pid = va_arg(args, pid_t);
	addr = va_arg(args, void *);
	data = va_arg(args, void *);
	va_end(args);
	if ((request == PTRACE_GETREGSET || request == PTRACE_SETREGSET) &&
	    (unsigned long)addr == NT_X86_XSTATE)
		return exchange(request, pid, addr, data);
	return host_ptrace(request, pid, addr, data);
}
