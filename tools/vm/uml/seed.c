// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into user-mode Linux: chance, made out of SAWTOOTH_SEED. The kernel gets
 * everything random from getrandom(), so that one seed is one run and another seed
 * another one. The generator is splitmix64; nothing here is secret.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static uint64_t next(void)
{
	static uint64_t state;
	static int seeded;
	uint64_t z;

	if (!seeded) {
		const char *seed = getenv("SAWTOOTH_SEED");

		state = seed ? strtoull(seed, NULL, 10) : 0;
		seeded = 1;
	}
	z = state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

ssize_t getrandom(void *buf, size_t len, unsigned int flags)
{
	unsigned char *to = buf;
	size_t done, part;

	(void)flags;
	for (done = 0; done < len; done += part) {
		uint64_t word = next();

		part = len - done < sizeof(word) ? len - done : sizeof(word);
		memcpy(to + done, &word, part);
	}
	return len;
}
