# SPDX-License-Identifier: GPL-2.0
# The picture of the demo: gnuplot -e "dir='FOLDER'; title='TEXT'" plot.gp
set terminal svg size 1000,480 font "sans-serif,13" background "white"
set output "demo.svg"
set title title
set xlabel "seconds"
set ylabel "segments"
set key outside top center horizontal
set grid ytics lc rgb "#dddddd"
set border 3
set tics nomirror out
set yrange [0:*]
set xrange [0:*]
plot dir."/cwnd.dat" using 1:2 with lines lw 1.5 lc rgb "#1f77b4" title "cwnd", \
     dir."/cwnd.dat" using 1:3 with steps lw 1.5 lc rgb "#ff7f0e" title "ssthresh", \
     dir."/loss.dat" using 1:2 with points pt 11 ps 0.9 lc rgb "#d62728" title "loss", \
     dir."/manual.dat" using 1:3 with points pt 7 ps 1.1 lc rgb "#2ca02c" title "retune", \
     dir."/manual.dat" using 1:(25):(sprintf("ssthresh set to %d", $3)) with labels center \
	tc rgb "#2ca02c" notitle
