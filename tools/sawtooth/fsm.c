// SPDX-License-Identifier: GPL-2.0
/*
 * The state diagram of RFC 9293 section 3.3.2 (figure 5) with a count on every edge
 * and the number of endpoints in every state.
 *
 * The picture is a text with places in braces: a capital letter is a state, a small
 * letter an edge; the count is written into the place, whose width stays. Dashes in
 * the place are a line that goes on behind the count.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "fsm.h"

static const char *const picture[] = {
"                                     +--------------------+",
"                                     | CLOSED       {A   }|<---- CLOSE, RST, timeout {d------}-----.",
"                                     |                    |---- active OPEN {c------}----------.   |",
"                                     +--------------------+                                    |   |",
"                                        |              ^                                       |   |",
"                     passive OPEN    {a     }       {b     }  CLOSE                            |   |",
"                                        v              |                                       |   |",
"                                     +--------------------+                                    |   |",
"    .---- rcv RST {e------}--------->| LISTEN       {B   }|---- SEND {g------}---------.       |   |",
"    |                                +--------------------+                            |       |   |",
"    |                                      |                                           |       |   |",
"    |    .---- rcv SYN {f------}-----------'                                           v       v   |",
"    |    v                                                                    +--------------------+",
"+--------------------+                                                        | SYN-SENT     {C   }|",
"| SYN-RECEIVED {D   }|<------------- rcv SYN {h------}------------------------|                    |",
"+--------------------+                                                        +--------------------+",
"    |            |                                                                        |",
"    |            '-- rcv ACK of SYN {i------}--.              .-- rcv SYN,ACK {j------}--'",
"    |                                          v              v",
" {k     }                            +--------------------+",
"    | CLOSE                          | ESTABLISHED  {E   }|",
"    |                                +--------------------+",
"    |                                   |              |",
"    |     .-------- CLOSE {l------}-----'              '---- rcv FIN {m------}-----------.",
"    v     v                                                                              v",
"+--------------------+                                                        +--------------------+",
"| FIN-WAIT-1   {F   }|---- rcv FIN {n------}----.                             | CLOSE-WAIT   {H   }|",
"+--------------------+                          |                             +--------------------+",
"          |                                     v                                        |",
"       {o     }  rcv ACK of FIN      +--------------------+                   CLOSE   {p     }",
"          v                          | CLOSING      {I   }|                              v",
"+--------------------+               +--------------------+                   +--------------------+",
"| FIN-WAIT-2   {G   }|                          |                             | LAST-ACK     {J   }|",
"+--------------------+                       {r     }  rcv ACK of FIN         +--------------------+",
"          |                                     v                                        |",
"          |                          +--------------------+             rcv ACK of FIN{s     }",
"          '---- rcv FIN {q------}--->| TIME-WAIT    {K   }|                              v",
"                                     +--------------------+                   +--------------------+",
"                                                '---- 2MSL over {t------}---->| CLOSED       {A   }|",
"                                                                              +--------------------+",
};

#define EDGE(left, entered) \
	{ SAWTOOTH_TCP_STATE_##left, SAWTOOTH_TCP_STATE_##entered }

/* The edges of the picture, by their letters from 'a'. */
static const uint8_t edges[][2] = {
	EDGE(CLOSED, LISTEN),
	EDGE(LISTEN, CLOSED),
	EDGE(CLOSED, SYN_SENT),
	EDGE(SYN_SENT, CLOSED),
	EDGE(SYN_RECEIVED, LISTEN),
	EDGE(LISTEN, SYN_RECEIVED),
	EDGE(LISTEN, SYN_SENT),
	EDGE(SYN_SENT, SYN_RECEIVED),
	EDGE(SYN_RECEIVED, ESTABLISHED),
	EDGE(SYN_SENT, ESTABLISHED),
	EDGE(SYN_RECEIVED, FIN_WAIT_1),
	EDGE(ESTABLISHED, FIN_WAIT_1),
	EDGE(ESTABLISHED, CLOSE_WAIT),
	EDGE(FIN_WAIT_1, CLOSING),
	EDGE(FIN_WAIT_1, FIN_WAIT_2),
	EDGE(CLOSE_WAIT, LAST_ACK),
	EDGE(FIN_WAIT_2, TIME_WAIT),
	EDGE(CLOSING, TIME_WAIT),
	EDGE(LAST_ACK, CLOSED),
	EDGE(TIME_WAIT, CLOSED),
};

const char *fsm_count(char *buf, uint64_t count)
{
	static const char units[] = "kMGTPE";
	unsigned int unit = 0;

	if (count < 10000) {
		snprintf(buf, 8, "%u", (unsigned int)count);
		return buf;
	}
	for (; count >= 1000000; count /= 1000)
		unit++;
	/* now three to six digits before the unit, of which three are written */
	if (count >= 100000)
		snprintf(buf, 8, "%u%c", (unsigned int)count / 1000, units[unit]);
	else if (count >= 10000)
		snprintf(buf, 8, "%u.%u%c", (unsigned int)count / 1000,
			 (unsigned int)count / 100 % 10, units[unit]);
	else
		snprintf(buf, 8, "%u.%02u%c", (unsigned int)count / 1000,
			 (unsigned int)count / 10 % 100, units[unit]);
	return buf;
}

static void fill(FILE *out, char c, size_t width)
{
	while (width--)
		fputc(c, out);
}

/* Write the count for the place from its brace at @place to its brace at @end. */
static void draw_place(FILE *out, const char *place, const char *end,
		       const struct saw_stats *stats)
{
	bool state = isupper((unsigned char)place[1]), line = place[2] == '-';
	size_t width = end - place + 1, left, len;
	unsigned int index = place[1] - (state ? 'A' : 'a');
	char count[8], text[12];
	enum paint how = HEADING;
	uint64_t value;

	if (state)
		value = stats->population[index];
	else
		value = stats->edge[edges[index][0]][edges[index][1]];
	if (!value)
		how = DIM;
	else if (state && state_paint(index) != DIM)
		how = state_paint(index);
	snprintf(text, sizeof(text), line ? "%s " : "%s", fsm_count(count, value));
	len = strlen(text);
	/* right in a box, on an upright line in the middle, on a level one behind its label */
	left = state ? width - len : line ? 0 : (width - len) / 2;
	fill(out, place[2], left);
	fprintf(out, "%s%s%s", paint(how), text, paint(PLAIN));
	if (end[1])
		fill(out, place[2], width - left - len);
}

static bool drawn(unsigned int from, unsigned int to)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(edges); i++)
		if (edges[i][0] == from && edges[i][1] == to)
			return true;
	return false;
}

static void draw_others(FILE *out, const struct saw_stats *stats)
{
	unsigned int from, to;
	bool any = false;

	for (from = 0; from < SAW_STATES; from++) {
		for (to = 0; to < SAW_STATES; to++) {
			if (!stats->edge[from][to] || drawn(from, to))
				continue;
			if (!any)
				fprintf(out, "\n%sNot in the figure: RST, timeouts, short cuts%s\n",
					paint(HEADING), paint(PLAIN));
			any = true;
			fprintf(out, "  %-12s -> %-12s %10" PRIu64 "\n", state_name(from),
				state_name(to), stats->edge[from][to]);
		}
	}
}

static void draw_line(FILE *out, const char *at, const struct saw_stats *stats)
{
	while (*at) {
		const char *end = at;

		if (*at == '{') {
			end = strchr(at, '}');
			draw_place(out, at, end, stats);
		} else {
			fputc(*at, out);
		}
		at = end + 1;
	}
	fputc('\n', out);
}

void fsm_draw(FILE *out, const struct saw_stats *stats)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(picture); i++)
		draw_line(out, picture[i], stats);
	draw_others(out, stats);
}

int cmd_fsm(int argc, char **argv)
{
	struct saw_stats stats;
	struct saw_sock *sock;
	int ret;

	if (argc)
		return bad_input("fsm takes no \"%s\"", argv[0]);
	sock = connect_module();
	if (!sock)
		return 1;
	ret = saw_stats_get(sock, &stats);
	if (ret)
		ret = failed(saw_failure(sock), "fsm");
	else if (options.json)
		json_print(fsm_json(&stats));
	else
		fsm_draw(stdout, &stats);
	saw_close(sock);
	return ret;
}
