package io.holdfast.nat.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The drill's table, as rows of words: a heading, a row per failover, and the median. */
final class ResultTable {
    static final List<String> HEADING = List.of(
            "#",
            "killed",
            "detection",
            "detected ms",
            "took over ms",
            "first packet ms",
            "flows kept",
            "broken",
            "young kept",
            "broken",
            "broken elsewhere",
            "mappings changed",
            "packets lost",
            "re-protected ms",
            "join ms",
            "snapshot KiB",
            "pause us");
    static final int LEFT_ALIGNED_COLUMNS = 3;

    private static final double BYTES_PER_KIB = 1024;

    private ResultTable() {}

    /** The rows below the heading. */
    static List<List<String>> rows(final DrillResult result) {
        final List<List<String>> rows = new ArrayList<>();
        result.rounds().forEach(round -> rows.add(row(round)));
        if (result.rounds().size() > 1) {
            final DrillResult.Medians median = result.median();
            rows.add(List.of(
                    "median",
                    "",
                    "",
                    ms(median.detectedMs()),
                    ms(median.tookOverMs()),
                    ms(median.firstPacketMs()),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    String.format(Locale.ROOT, "%.0f", median.packetsLost()),
                    whole(median.reprotectedMs()),
                    "",
                    "",
                    whole(median.pauseUs())));
        }
        return rows;
    }

    private static List<String> row(final RoundResult round) {
        return List.of(
                Integer.toString(round.round()),
                round.victim().word() + " " + round.killed(),
                round.detection() == null ? "-" : round.detection(),
                ms(round.detectedMs()),
                ms(round.tookOverMs()),
                ms(round.firstPacketMs()),
                Integer.toString(round.flows().kept()),
                Integer.toString(round.flows().broken()),
                Integer.toString(round.youngFlows().kept()),
                Integer.toString(round.youngFlows().broken()),
                Integer.toString(round.brokenElsewhere()),
                Integer.toString(round.mappingsChanged()),
                Long.toString(round.packetsLost()),
                whole(round.reprotectedMs()),
                whole(round.joinMs()),
                whole(round.snapshotBytes() == null ? null : round.snapshotBytes() / BYTES_PER_KIB),
                whole(round.pauseUs()));
    }

    private static String whole(final Number value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.0f", value.doubleValue());
    }

    private static String ms(final Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
