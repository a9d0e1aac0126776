// SPDX-License-Identifier: GPL-2.0
/* What gnuplot is told to draw a recording. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plot.h"

#define WINDOW 10	/* samples, over which the rate is taken */

enum plot_kind plot_kind(const struct plot_mark *mark)
{
	switch (mark->cause) {
	case SAWTOOTH_SSTHRESH_CAUSE_LOSS:
	case SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT:
	case SAWTOOTH_SSTHRESH_CAUSE_ECN:
		return PLOT_LOSS;
	case SAWTOOTH_SSTHRESH_CAUSE_MANUAL:
		return PLOT_MANUAL;
	default:
		return PLOT_OTHER;
	}
}

/* In quotes in which nothing has a meaning. */
static void put_quoted(FILE *to, const char *text)
{
	putc('\'', to);
	for (; *text; text++) {
		if (*text == '\'')
			putc('\'', to);
		putc((unsigned char)*text < ' ' ? ' ' : *text, to);
	}
	putc('\'', to);
}

static void put_samples(FILE *to, const struct plot *plot)
{
	const struct plot_sample *first = plot->samples, *sample;
	size_t i;

	fputs("$samples << END\n", to);
	for (i = 0; i < plot->sample_count; i++) {
		const struct plot_sample *before = &first[i < WINDOW ? 0 : i - WINDOW];
		double gone;

		sample = &first[i];
		gone = sample->time - before->time;
		fprintf(to, "%.6f %g %g %g %g %g %g\n", sample->time - first->time, sample->cwnd,
			sample->ssthresh, sample->srtt, sample->min_rtt ? sample->min_rtt : NAN,
			gone > 0 ? (sample->acked - before->acked) / gone : NAN,
			sample->estimate > 0 ? sample->estimate : NAN);
	}
	fputs("END\n", to);
}

/* Columns: when, the window before it, the threshold after it; none if there are none. */
static bool put_marks(FILE *to, const struct plot *plot, enum plot_kind kind, const char *name)
{
	bool any = false;
	size_t i;

	fprintf(to, "$%s << END\n", name);
	for (i = 0; i < plot->mark_count; i++) {
		const struct plot_mark *mark = &plot->marks[i];

		if (plot_kind(mark) != kind)
			continue;
		fprintf(to, "%.6f %g %g\n", mark->time - plot->samples->time, mark->cwnd,
			mark->after);
		any = true;
	}
	fputs("END\n", to);
	return any;
}

/* A strip behind the curves for each phase that is not congestion avoidance. */
static void put_phases(FILE *to, const struct plot *plot)
{
	static const char *const colours[] = {
		[SAWTOOTH_PHASE_SLOW_START] = "#e8f4e8",
		[SAWTOOTH_PHASE_RECOVERY] = "#fbeaea",
		[SAWTOOTH_PHASE_LOSS] = "#f0d0d0",
	};
	size_t from = 0, i;

	for (i = 1; i <= plot->sample_count; i++) {
		int phase = plot->samples[from].phase;

		if (i < plot->sample_count && plot->samples[i].phase == phase)
			continue;
		if (phase >= 0 && phase < (int)ARRAY_SIZE(colours) && colours[phase])
			fprintf(to, "set object rectangle from first %.6f, graph 0 to first %.6f, graph 1 behind fillstyle solid noborder fillcolor rgb '%s'\n",
				plot->samples[from].time - plot->samples->time,
				plot->samples[i < plot->sample_count ? i : i - 1].time -
				plot->samples->time, colours[phase]);
		from = i;
	}
}

static const char *const head =
	"set datafile missing 'nan'\n"
	"set multiplot\n"
	"set key at graph 1, graph 1.01 right bottom horizontal samplen 2\n"
	"set grid ytics lc rgb '#dddddd'\n"
	"set border 3\n"
	"set tics nomirror out\n"
	"set yrange [0:*]\n"
	"set lmargin at screen 0.08\n"
	"set rmargin at screen 0.97\n";

/* A panel between two heights of the picture, of one unit. */
static void put_panel(FILE *to, double top, double bottom, const char *unit)
{
	fprintf(to, "set tmargin at screen %.2f\nset bmargin at screen %.2f\nset ylabel '%s'\n",
		top, bottom, unit);
}

static void put_windows(FILE *to, const struct plot *plot)
{
	bool losses = put_marks(to, plot, PLOT_LOSS, "losses");
	bool manual = put_marks(to, plot, PLOT_MANUAL, "manual");
	bool others = put_marks(to, plot, PLOT_OTHER, "others");

	put_phases(to, plot);
	put_panel(to, 0.90, 0.50, "segments");
	fputs("set format x ''\nset title ", to);
	put_quoted(to, plot->title);
	fputs(" noenhanced offset 0,1.6\n", to);
	fputs("plot $samples using 1:2 with lines lw 1.5 lc rgb '#1f77b4' title 'cwnd'", to);
	fputs(", $samples using 1:3 with steps lw 1.5 lc rgb '#ff7f0e' title 'ssthresh'", to);
	if (losses)
		fputs(", $losses using 1:2 pt 11 ps 0.9 lc rgb '#d62728' title 'loss'", to);
	if (others)
		fputs(", $others using 1:3 pt 1 ps 0.7 lc rgb '#7f7f7f' title 'other decision'",
		      to);
	if (manual) {
		fputs(", $manual using 1:3 pt 7 ps 1.1 lc rgb '#2ca02c' title 'set by hand'", to);
		fputs(", $manual using 1:3:(sprintf('set to %d', $3)) with labels ", to);
		fputs("offset 0,-1.2 tc rgb '#2ca02c' notitle", to);
	}
	fputs("\nunset object\nunset title\n", to);
}

static void put_times(FILE *to)
{
	put_panel(to, 0.44, 0.28, "RTT, ms");
	fputs("plot $samples using 1:4 with lines lw 1.3 lc rgb '#9467bd' title 'smoothed'", to);
	fputs(", $samples using 1:5 with lines lw 1.3 dt 2 lc rgb '#7f7f7f' title 'least'\n", to);
}

static void put_rates(FILE *to)
{
	put_panel(to, 0.22, 0.08, "Mbit/s");
	fputs("set xlabel 'seconds'\nset format x\n", to);
	fputs("plot $samples using 1:6 with lines lw 1.3 lc rgb '#17becf' title 'acked'", to);
	fputs(", $samples using 1:7 with lines lw 1.3 dt 2 lc rgb '#8c564b' ", to);
	fputs("title 'estimate of the path'\n", to);
}

static void put_script(FILE *to, const struct plot *plot, const char *path, bool png)
{
	double end = plot->samples[plot->sample_count - 1].time - plot->samples->time;

	fprintf(to, "set terminal %s size 1000,760 font 'sans,12' background rgb 'white'\n",
		png ? "pngcairo" : "svg");
	fputs("set output ", to);
	put_quoted(to, path);
	fprintf(to, "\n%sset xrange [0:%g]\n", head, end > 0 ? end : 1);
	put_samples(to, plot);
	put_windows(to, plot);
	put_times(to);
	put_rates(to);
	fputs("unset multiplot\n", to);
}

/* gnuplot, which reads what is written; NULL with errno. */
static FILE *start(pid_t *pid)
{
	char *const words[] = { "gnuplot", NULL };
	posix_spawn_file_actions_t actions;
	FILE *to = NULL;
	int ends[2], err;

	if (pipe(ends))
		return NULL;
	err = posix_spawn_file_actions_init(&actions);
	if (!err) {
		posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
		posix_spawn_file_actions_addclose(&actions, ends[1]);
		err = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	close(ends[0]);
	if (!err)
		to = fdopen(ends[1], "w");
	else
		errno = err;
	if (!to)
		close(ends[1]);
	return to;
}

int plot_draw(const struct plot *plot, const char *path)
{
	const char *suffix = strrchr(path, '.');
	bool png = suffix && !strcmp(suffix, ".png");
	int status;
	FILE *to;
	pid_t pid;

	if (!suffix || (!png && strcmp(suffix, ".svg")))
		return bad_input("--output \"%s\": accepted are files that end with .svg or .png",
				 path);
	/* that it ended early shows in its status */
	signal(SIGPIPE, SIG_IGN);
	to = start(&pid);
	if (!to) {
		fprintf(stderr, "sawtooth: gnuplot: %s%s\n", strerror(errno),
			errno == ENOENT ? "; install it with: apt-get install gnuplot-nox" : "");
		return 1;
	}
	put_script(to, plot, path, png);
	fclose(to);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	fprintf(stderr, "sawtooth: gnuplot did not draw %s\n", path);
	return 1;
}
