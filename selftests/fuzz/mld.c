// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as an MLD packet, in a block of exactly its length: as they are, with a
 * header before the options, or with those too, and a right checksum.
 */
#include "reports.h"
#include "core/mld.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	static const u8 header[48] = { 0x60, [7] = 1, 0xfe, 0x80, [23] = 1, 0xff, 0x02,
				       [39] = 0x16, 58, 0, 5, 2, 0, 0, 1, 0 };
	struct input in = { .data = data, .len = len };
	struct reports reports = { .address = 16 };
	const struct saw_sink sink = { reports_add, reports_query, &reports };
	unsigned int how = input_choice(&in, 8);
	size_t before = !how ? 0 : how == 1 ? 40 : sizeof(header);
	u8 *packet = malloc(before + in.len + 1);
	u8 *exact;

	memcpy(packet, header, before);
	if (in.len)
		memcpy(packet + before, in.data, in.len);
	len = before + in.len;
	if (how) {
		packet[4] = (u8)((len - 40) >> 8);
		packet[5] = (u8)(len - 40);
	}
	/* The words of both addresses, of the length and of the next header. */
	if (how > 1)
		reports_checksum(packet + before, in.len,
				 0xfe80 + 1 + 0xff02 + 0x16 + (u32)in.len + 58);
	exact = malloc(len ? len : 1);
	memcpy(exact, packet, len);
	free(packet);
	reports_check(&reports, saw_mld_packet(exact, len, &sink));
	free(exact);
	return 0;
}
